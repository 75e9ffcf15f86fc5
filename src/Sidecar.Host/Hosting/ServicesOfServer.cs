using Sidecar.Host.Telemetry.Logging;

namespace Sidecar.Host.Hosting;

internal static class ServicesOfServer
{
    /// <summary>Lends these services of the server to a container beside it: by instance, for what a provider makes it also disposes of.</summary>
    public static void AddOfServer(this IServiceCollection services, IServiceProvider server, params IEnumerable<Type> types)
    {
        foreach (var type in types)
            services.AddSingleton(type, server.GetRequiredService(type));
    }
}
