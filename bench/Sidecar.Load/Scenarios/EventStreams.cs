using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;

namespace Sidecar.Load.Scenarios;

/// <summary>(C) 200 streams of 100 events, 20 ms apart; each event carries the time at which it was sent.</summary>
internal sealed class EventStreams : AlternatingScenario
{
    public override string Letter => "C";

    public override string Title => "200 streams × 100 events, 20 ms apart";

    protected override Warmth Warmth => Warmth.Streams;

    protected override async Task<Sample> MeasureAsync(Bench bench, Subject subject, Sample? direct)
    {
        var (streams, cost) = await Cost.OfAsync(subject, () => PacedStreams.RunAsync(subject.Address, 200, 100, 20, bench.Duration));
        var sample = new Sample
        {
            { "events/s", streams.Load.PerSecond },
            { "streams intact %", 100.0 * streams.Intact / streams.Streams },
            { "event delay p50 ms", streams.Delays.Percentile(0.5) },
            { "event delay p99 ms", streams.Delays.Percentile(0.99) },
        };
        AddAdded(sample, "event delay p50 ms", "added event delay p50 ms", direct);
        AddAdded(sample, "event delay p99 ms", "added event delay p99 ms", direct);
        cost.AddTo(sample, streams.Load.Units, "event");
        return sample;
    }
}
