using System.Globalization;
using Yarp.ReverseProxy.Configuration;

namespace Sidecar.Trouble.Subjects;

/// <summary>YARP set up for several destinations as in its documentation: round robin, with passive health checks on transport
/// failures.</summary>
internal static class YarpProcess
{
    public static async Task<int> RunAsync(int port, IReadOnlyList<string> upstreams)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new RouteMatch { Path = "/v1/{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "all",
                    LoadBalancingPolicy = "RoundRobin",
                    HealthCheck = new HealthCheckConfig { Passive = new PassiveHealthCheckConfig { Enabled = true,
                        Policy = "TransportFailureRate", ReactivationPeriod = TimeSpan.FromSeconds(10) } },
                    Destinations = upstreams.Select((address, i) => (Name: $"k{i}", address))
                        .ToDictionary(d => d.Name, d => new DestinationConfig { Address = d.address }),
                },
            ]);
        var app = builder.Build();
        app.MapGet("/healthz", static () => "ok");
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}
