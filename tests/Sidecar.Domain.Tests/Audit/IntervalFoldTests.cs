using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

public sealed class IntervalFoldTests
{
    private static readonly Cause Someone = new("r", 1, 429);

    [Fact]
    public void rests_begun_and_extended_while_resting_are_parts_of_one_interval()
    {
        var interval = Assert.Single(Fold(0, 100, Start(10, 40), Start(20, 60, streak: 2, reason: CooldownReason.Overloaded),
            new CooldownExtended(At(30), null, At(70), Someone)));

        Assert.Equal((At(10), At(70), IntervalEnd.AwaitingProbe), (interval.From, interval.To, interval.End));
        Assert.Equal([(At(10), false), (At(20), false), (At(30), true)], interval.Parts.Select(part => (part.At, part.IsExtension)));
        Assert.Equal((CooldownReason.Overloaded, 2), (interval.Reason, interval.Streak));
    }

    [Fact]
    public void each_end_is_told_apart()
    {
        var intervals = Fold(
            0,
            500,
            Start(10, 20),
            new CooldownEnded(At(20), null, false, new Cause(null)),
            new ProbeLeased(At(21), null, At(51), Someone),
            Start(25, 40, streak: 2),
            new ProbeLeased(At(45), null, At(75), Someone),
            new ProbeClosed(At(50), null, Someone),
            Start(100, 200),
            new CooldownEnded(At(150), null, true, new Cause(null, By: "ann")),
            Start(300, 310),
            new CooldownEnded(At(310), null, false, new Cause(null)),
            new ProbeLeased(At(311), null, At(341), Someone),
            new ProbeClosed(At(312), null, Someone),
            Start(400, 410),
            new CooldownExtended(At(420), null, At(600), Someone));

        Assert.Equal(
            [
                (At(10), At(20), IntervalEnd.RestedAgain),
                (At(25), At(40), IntervalEnd.ProbeClosed),
                (At(100), At(150), IntervalEnd.Operator),
                (At(300), At(310), IntervalEnd.ProbeClosed),
                (At(400), At(410), IntervalEnd.RestedAgain),
                (At(420), At(600), IntervalEnd.Resting),
            ],
            intervals.Select(interval => (interval.From, interval.To, interval.End)));
    }

    [Fact]
    public void a_model_and_the_whole_have_intervals_of_their_own() =>
        Assert.Equal([null, "m"], Fold(0, 100, Start(10, 40), Start(20, 30) with { Model = "m" }).Select(interval => interval.Model));

    [Fact]
    public void a_rest_under_way_at_the_beginning_begins_with_its_last_cause()
    {
        var interval = Assert.Single(Fold(50, 100, Start(10, 60), Start(20, 80, streak: 2)));

        Assert.Equal((At(20), At(80)), (interval.From, interval.To));
        Assert.Equal(Seconds(30), interval.Within(At(50), At(100)));
    }

    [Fact]
    public void what_ended_before_the_range_or_begins_after_it_is_left_out()
    {
        IBackendEvent[] events = [Start(10, 20), new ProbeClosed(At(30), null, Someone), Start(90, 95)];
        Assert.Empty(Fold(40, 90, events));
        Assert.Equal(At(10), Assert.Single(Fold(19, 90, events)).From);
    }

    [Fact]
    public void totals_count_causes_in_the_range_and_share_of_it()
    {
        var intervals = Fold(50, 100, Start(40, 60), Start(55, 70, streak: 2), new CooldownExtended(At(56), null, At(75), Someone),
            Start(80, 90, reason: CooldownReason.Unhealthy) with { Model = "m" });
        var totals = CooldownTotals.Of(intervals, At(50), At(100));

        Assert.Equal((Seconds(25), 0.5), (totals.Cooling, totals.ShareOf(totals.Cooling)));
        Assert.Equal([("m", Seconds(10))], totals.Models.Select(model => (model.Key, model.Value)));
        Assert.Equal([(CooldownReason.RateLimited, 1), (CooldownReason.Unhealthy, 1)],
            totals.Rests.Select(count => (count.Key, count.Value)));
        Assert.Equal(72, totals.RateLimitedPerHour, 6);
    }

    [Fact]
    public void a_range_without_length_divides_by_nothing() =>
        Assert.Equal((0, 0), (CooldownTotals.Of([], At(5), At(5)).RateLimitedPerHour, CooldownTotals.Of([], At(5), At(5))
            .ShareOf(Seconds(0))));

    private static CooldownStarted Start(double at, double until, int streak = 1, CooldownReason reason = CooldownReason.RateLimited) =>
        new(At(at), null, reason, At(until), streak, 0, Someone);

    private static IReadOnlyList<CooldownInterval> Fold(double from, double to, params IBackendEvent[] events)
    {
        var before = events.TakeWhile(happened => happened.At < At(from)).ToList();
        var fold = new IntervalFold(BackendState.Fresh.Apply(before), At(from));
        foreach (var happened in events.Skip(before.Count).TakeWhile(happened => happened.At < At(to)))
            fold.Add(happened);
        return fold.Close(At(to));
    }
}
