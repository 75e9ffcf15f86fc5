using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(H) 20 backends of one pool, half of them answering 429, under a saturating load; YARP, which has no such feature, has its
/// single upstream.</summary>
internal sealed class HalfThrottled : IScenario
{
    private const int Backends = 20;

    public string Letter => "H";

    public string Title => $"half of {Backends} backends answer 429, 64 connections";

    public async Task RunAsync(Bench bench, Measurements results)
    {
        var address = bench.Bed.Upstream.Address;
        var view = new UpstreamView(bench.Bed.Upstream);
        await using var yarp = await bench.Bed.StartYarpAsync();
        await using var sidecar = await bench.Bed.StartSidecarAsync(Enumerable.Range(0, Backends).Select(i => i % 2 == 0
            ? SidecarConfig.Backend($"open{i}", "primary", new Uri(address, $"/b/open{i}/v1"), model: null)
            : SidecarConfig.Backend($"throttled{i}", "primary", new Uri(address, $"/throttled/throttled{i}/v1"), model: null)));
        await view.ForgetAsync();
        foreach (var subject in (Subject[])[yarp, sidecar])
            await Bench.WarmAsync(subject, Warmth.Plain, bench.Warmup);
        // With 64 requests out at once, a backend may have been sent several before its first 429 arrived.
        var beforeRest = await view.RequestsAsync("throttled");
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            results.Add(Letter, yarp.Name, round, await MeasureAsync(bench, yarp));
            await view.ForgetAsync();
            var sample = await MeasureAsync(bench, sidecar);
            sample.Add("requests to resting backends", await view.RequestsAsync("throttled"));
            sample.Add("429s until all ten rested", beforeRest);
            results.Add(Letter, sidecar.Name, round, sample);
        }
    }

    private static async Task<Sample> MeasureAsync(Bench bench, Subject subject)
    {
        var (load, cost) = await Cost.OfAsync(subject, () => Wrk.RunAsync(
            subject.Address, Requests.Path, Requests.PlainBody, 64, bench.Duration));
        var sample = new Sample { { "requests/s", load.PerSecond }, { "failures", load.Failures } };
        cost.AddTo(sample, load.Units, "request");
        return sample;
    }
}
