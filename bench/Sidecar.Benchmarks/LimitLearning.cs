using BenchmarkDotNet.Attributes;
using Sidecar.Domain.Limits;

namespace Sidecar.Benchmarks;

/// <summary>What learned limits cost each lease, at 100 a second: for an upstream that never refused, and for one known to allow 2,000 in
/// any 10 s.</summary>
public class LimitLearning
{
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private LearnedLimits _limits = null!;

    [Params(false, true)]
    public bool IsKnown { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _limits = new LearnedLimits();
        if (IsKnown)
            _limits.Restore(new LearnedLimit(new LimitKind(LimitMeasure.Sliding, TimeSpan.FromSeconds(10)), 2000, [_now, _now]), _now);
        for (var i = 0; i < 5000; i++)
            AskStartAndEnd();
    }

    [Benchmark(Description = "ask, start, admit, end")]
    public DateTimeOffset AskStartAndEnd()
    {
        _now += TimeSpan.FromMilliseconds(10);
        if (!_limits.MayStart(_now, 100))
            throw new InvalidOperationException("held back");
        var start = _limits.Started(_now, 100);
        _limits.Admitted(start, _now);
        _limits.Ended(start, 90);
        return _limits.NextAt(_now);
    }
}
