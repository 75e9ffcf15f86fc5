using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(A) 1 KB up and 1 KB down over 64 connections, as fast as possible.</summary>
internal sealed class Saturated : AlternatingScenario
{
    public override string Letter => "A";

    public override string Title => "1 KB / 1 KB, 64 connections, saturated";

    protected override Warmth Warmth => Warmth.Plain;

    protected override async Task<Sample> MeasureAsync(Bench bench, Subject subject, Sample? direct)
    {
        var (load, cost) = await Cost.OfAsync(subject, () => Wrk.RunAsync(
            subject.Address, Requests.Path, Requests.PlainBody, 64, bench.Duration));
        var sample = new Sample { { "requests/s", load.PerSecond }, { "failures", load.Failures } };
        cost.AddTo(sample, load.Units, "request");
        return sample;
    }
}
