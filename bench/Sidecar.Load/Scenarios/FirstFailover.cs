using System.Diagnostics;
using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(E) The first request that gets a 429 and goes on to the next backend, compared with an ordinary request and with the upstream
/// itself; then checks that the backend that answered 429 is sent nothing more.</summary>
internal sealed class FirstFailover : IScenario
{
    private const int PairsForWarmth = 30;
    private const int PairsPerRound = 30;
    private const int LaterRequests = 3;

    public string Letter => "E";

    public string Title => "first failover from a 429";

    public async Task RunAsync(Bench bench, Measurements results)
    {
        var upstream = bench.Bed.Upstream;
        var pairs = PairsForWarmth + PairsPerRound * bench.Options.Rounds;
        await using var sidecar = await bench.Bed.StartSidecarAsync([
            SidecarConfig.Backend("plain", "primary", new Uri(upstream.Address, "/v1"), "m"),
            .. Enumerable.Range(0, pairs).SelectMany(i => Pair(upstream.Address, i)),
        ]);
        await Bench.WarmAsync(sidecar, Warmth.Plain, bench.Warmup);
        using var direct = await ClientConnection.OpenAsync(upstream.Address);
        using var proxied = await ClientConnection.OpenAsync(sidecar.Address);
        await MeasureAsync(direct, proxied, 0, PairsForWarmth);
        var view = new UpstreamView(upstream);
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            await view.ForgetAsync();
            var sample = await MeasureAsync(direct, proxied, PairsForWarmth + round * PairsPerRound, PairsPerRound);
            sample.Add("requests to resting backends", await view.RequestsAsync("a") - PairsPerRound);
            results.Add(Letter, "sidecar", round, sample);
        }
    }

    private static async Task<Sample> MeasureAsync(ClientConnection direct, ClientConnection proxied, int first, int count)
    {
        Latencies roundTrip = new(count), ordinary = new(count), failover = new(count);
        var failures = 0;
        for (var i = first; i < first + count; i++)
        {
            var model = Requests.PlainFor($"m{i}");
            failures += await OnceAsync(direct, Requests.Plain, roundTrip)
                + await OnceAsync(proxied, Requests.Plain, ordinary)
                + await OnceAsync(proxied, model, failover);
            for (var later = 0; later < LaterRequests; later++)
                failures += await OnceAsync(proxied, model, null);
        }
        var adds = failover.Percentile(0.5) - ordinary.Percentile(0.5);
        return new Sample
        {
            { "round trip to the upstream ms", roundTrip.Percentile(0.5) },
            { "ordinary request ms", ordinary.Percentile(0.5) },
            { "first failover ms", failover.Percentile(0.5) },
            { "the failover adds ms", adds },
            { "failover − round trip ms", adds - roundTrip.Percentile(0.5) },
            { "failures", failures },
        };
    }

    private static async Task<int> OnceAsync(ClientConnection connection, byte[] request, Latencies? latencies)
    {
        var began = Stopwatch.GetTimestamp();
        var status = await connection.SendAsync(request);
        latencies?.Add(Stopwatch.GetTimestamp() - began);
        return status is 200 ? 0 : 1;
    }

    private static string[] Pair(Uri upstream, int i) =>
    [
        SidecarConfig.Backend($"a{i}", "primary", new Uri(upstream, $"/throttled/a{i}/v1"), $"m{i}"),
        SidecarConfig.Backend($"b{i}", "fallback", new Uri(upstream, $"/b/b{i}/v1"), $"m{i}"),
    ];
}
