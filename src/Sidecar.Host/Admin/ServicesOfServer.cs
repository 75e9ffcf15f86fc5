
namespace Sidecar.Host.Admin;

internal static class ServicesOfServer
{
    /// <summary>Makes services of the server available in a second container. They are added as instances: a container disposes of what it
    /// makes, and these belong to the server.</summary>
    public static void AddOfServer(this IServiceCollection services, IServiceProvider server, params IEnumerable<Type> types)
    {
        foreach (var type in types)
            services.AddSingleton(type, server.GetRequiredService(type));
    }
}
