using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(B) An open loop at 200 and at 1,000 requests a second: a partial load, as agents really make it.</summary>
internal sealed class FixedRate : AlternatingScenario
{
    private static readonly int[] Rates = [200, 1000];

    public override string Letter => "B";

    public override string Title => "open loop, latency from the scheduled instant";

    protected override Warmth Warmth => Warmth.Plain;

    protected override async Task<Sample> MeasureAsync(Bench bench, Subject subject, Sample? direct)
    {
        var sample = new Sample();
        foreach (var rate in Rates)
        {
            var ((load, latencies), cost) = await Cost.OfAsync(subject, () =>
                OpenLoop.RunAsync(subject.Address, Requests.Plain, rate, bench.Duration));
            foreach (var percentile in (int[])[50, 99])
            {
                sample.Add($"{rate}/s: latency p{percentile} ms", latencies.Percentile(percentile / 100.0));
                AddAdded(sample, $"{rate}/s: latency p{percentile} ms", $"{rate}/s: added p{percentile} ms", direct);
            }
            sample.Add($"{rate}/s: failures", load.Failures);
            cost.AddTo(sample, load.Units, "request", $"{rate}/s: ");
        }
        return sample;
    }
}
