using Sidecar.Load.Generators;
using Sidecar.Load.Report;
using Sidecar.Load.Subjects;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Scenarios;

/// <summary>(D) 1 MB up and 1 KB down, then 1 KB up and 1 MB down, over 8 connections.</summary>
internal sealed class LargeBodies : AlternatingScenario
{
    private const int Connections = 8;

    private static readonly (string Prefix, string Path, string Body)[] Ways =
        [("up", Requests.Path, Requests.LargeBody), ("down", Requests.Path + "?large=1", Requests.PlainBody)];

    public override string Letter => "D";

    public override string Title => "1 MB bodies, 8 connections";

    protected override Warmth Warmth => Warmth.Large;

    protected override async Task<Sample> MeasureAsync(Bench bench, Subject subject, Sample? direct)
    {
        var sample = new Sample();
        foreach (var (prefix, path, body) in Ways)
        {
            var (load, cost) = await Cost.OfAsync(subject, () => Wrk.RunAsync(subject.Address, path, body, Connections, bench.Duration));
            sample.Add($"{prefix}: requests/s", load.PerSecond);
            sample.Add($"{prefix}: failures", load.Failures);
            cost.AddTo(sample, load.Units, "request", $"{prefix}: ");
        }
        return sample;
    }
}
