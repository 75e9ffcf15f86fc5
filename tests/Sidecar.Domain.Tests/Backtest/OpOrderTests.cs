using CsCheck;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Backtest;

/// <summary>The one order in which a record is replayed.</summary>
public sealed class OpOrderTests
{
    [Fact]
    public void every_step_stands_behind_those_that_it_must() => Gen.Int[0, 30].Array[1, 40].Sample(behind =>
    {
        var ops = behind.Select((_, i) => At(behind.Length - i)).ToList();
        foreach (var (i, before) in behind.Index())
            if (before < i)
                ops[i].After.Add(ops[before]);

        var ordered = OpOrder.Of(ops, out var contradictions).ToList();

        Assert.Equal((0, ops.Count), (contradictions, ordered.Distinct().Count()));
        Assert.All(ops, op => Assert.All(op.After, before => Assert.True(ordered.IndexOf(before) < ordered.IndexOf(op))));
    });

    [Fact]
    public void what_nothing_orders_stands_by_its_time()
    {
        var (late, early) = (At(2), At(1));

        Assert.Equal([early, late], OpOrder.Of([late, early], out _));
    }

    [Fact]
    public void contradictions_are_counted_and_nothing_is_lost()
    {
        var (a, b, c) = (At(1), At(2), At(3));
        a.After.Add(b);
        b.After.Add(a);
        c.After.Add(b);

        Assert.Equal([a, b, c], OpOrder.Of([c, b, a], out var contradictions));
        Assert.Equal(1, contradictions);
    }

    private static Op At(int second) => new(OpKind.Expired, Instants.Start.AddSeconds(second));
}
