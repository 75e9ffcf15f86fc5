using CsCheck;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Backtest;

/// <summary>The one order in which a record is replayed.</summary>
public sealed class StepOrderTests
{
    [Fact]
    public void every_step_stands_behind_those_that_it_must() => Gen.Int[0, 30].Array[1, 40].Sample(behind =>
    {
        var steps = behind.Select((_, i) => At(behind.Length - i)).ToList();
        foreach (var (i, before) in behind.Index())
            if (before < i)
                steps[i].After.Add(steps[before]);

        var ordered = StepOrder.Of(steps, out var contradictions).ToList();

        Assert.Equal((0, steps.Count), (contradictions, ordered.Distinct().Count()));
        Assert.All(steps, step => Assert.All(step.After, before => Assert.True(ordered.IndexOf(before) < ordered.IndexOf(step))));
    });

    [Fact]
    public void what_nothing_orders_stands_by_its_time()
    {
        var (late, early) = (At(2), At(1));

        Assert.Equal([early, late], StepOrder.Of([late, early], out _));
    }

    [Fact]
    public void contradictions_are_counted_and_nothing_is_lost()
    {
        var (a, b, c) = (At(1), At(2), At(3));
        a.After.Add(b);
        b.After.Add(a);
        c.After.Add(b);

        Assert.Equal([a, b, c], StepOrder.Of([c, b, a], out var contradictions));
        Assert.Equal(1, contradictions);
    }

    private static Step At(int second) => new(StepKind.Expired, Instants.Start.AddSeconds(second));
}
