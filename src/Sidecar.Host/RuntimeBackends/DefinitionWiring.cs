using Sidecar.Host.Clients;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>The services behind definitions that change while Sidecar runs.</summary>
internal static class DefinitionWiring
{
    /// <summary>Asked for besides: <see cref="TimeProvider"/> and logging.</summary>
    public static void AddDefinitions(this IServiceCollection services, StartingPoint start)
    {
        services.AddSingleton(start);
        services.AddSingleton(new ClientAuthenticator(start.Settings.Clients));
        services.AddSingleton<RequestGate>();
        services.AddSingleton<BackendDefinitions>();
        services.AddSingleton<BackendAddresses>();
        services.AddSingleton<DefinitionChanges>();
        services.AddSingleton<OperatorCooldowns>();
        services.AddSingleton<FileReload>();
        services.AddSingleton<BackendTest>();
        // Whoever asks gets the one in force.
        services.AddTransient(provider => provider.GetRequiredService<BackendDefinitions>().Catalog);
    }
}
