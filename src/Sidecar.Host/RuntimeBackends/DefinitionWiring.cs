using Sidecar.Host.Clients;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Registers the services for definitions that change at run time.</summary>
internal static class DefinitionWiring
{
    /// <summary>Also required: <see cref="TimeProvider"/> and logging.</summary>
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
        // Each resolution returns the catalog in force.
        services.AddTransient(provider => provider.GetRequiredService<BackendDefinitions>().Catalog);
    }
}
