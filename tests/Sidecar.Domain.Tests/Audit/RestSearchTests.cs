using CsCheck;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Audit;

public sealed class CooldownSearchTests
{
    private const string Limited = "cooling:rate_limited";

    [Fact]
    public void the_last_cause_of_a_rest_is_its_event_and_a_late_429_extends_it()
    {
        var history = History(Cooled(0, 30, "first"), Cooled(5, 60, "second"),
            new CooldownExtended(At(6), null, At(90), new Cause("late", 1, 429)));

        var found = Find(history, 10, Limited);

        Assert.Equal(("second", "late", At(90), null), (found.Event!.Cause.RequestId, found.Extended!.Cause.RequestId, found.Until,
            (object?)found.Race));
    }

    [Fact]
    public void an_extension_of_the_rest_before_is_not_one_of_this_rest()
    {
        var history = History(Cooled(0, 30, "first"), new CooldownExtended(At(1), null, At(40), new Cause("late")),
            new CooldownEnded(At(40), null, false, new Cause(null)), Cooled(50, 90, "second"));

        Assert.Null(Find(history, 60, Limited).Extended);
    }

    [Fact]
    public void a_probe_names_the_request_that_probes()
    {
        var history = History(Cooled(0, 30, "culprit"), new CooldownEnded(At(30), null, false, new Cause(null)),
            new ProbeLeased(At(31), null, At(61), new Cause("prober", 1)));

        var found = Find(history, 32, Exclusion.Probing);

        Assert.Equal(("prober", At(61)), (found.Event!.Cause.RequestId, found.Until));
    }

    [Fact]
    public void a_rest_of_one_model_is_found_by_its_model()
    {
        var history = History(Cooled(0, 30, "mine", model: "m"), Cooled(1, 90, "others", model: "x"));

        var found = Find(history, 5, Limited);

        Assert.Equal(("mine", At(30)), (found.Event!.Cause.RequestId, found.Until));
    }

    [Fact]
    public void a_pick_made_before_an_event_is_compared_with_the_state_before_it()
    {
        var history = History(Cooled(0, 30, "culprit"), new CooldownEnded(At(10), null, true, new Cause(null, By: "operator")));

        var found = Find(history, 10, Limited);

        Assert.Equal(("culprit", RaceOrder.PickWasFirst, Limited, (string?)null),
            (found.Event!.Cause.RequestId, found.Race!.Order, found.Race.Before, found.Race.After));
    }

    [Fact]
    public void a_pick_newer_than_its_clock_is_compared_with_the_state_after_the_event()
    {
        var found = Find(History(Cooled(10.0001, 30, "culprit")), 10, Limited);

        Assert.Equal(("culprit", RaceOrder.EventWasFirst, (string?)null, Limited),
            (found.Event!.Cause.RequestId, found.Race!.Order, found.Race.Before, found.Race.After));
    }

    [Theory]
    [InlineData(8), InlineData(12.1)]
    public void an_event_that_is_too_far_away_is_no_race_but_a_gap(double at)
    {
        var found = Find(History(Cooled(at, 11, "culprit")), 11, Limited);

        Assert.Equal((RaceOrder.Unexplained, (JournalledEvent?)null, (JournalledEvent?)null),
            (found.Race!.Order, found.Race.Event, found.Event));
    }

    [Fact]
    public void what_the_fold_says_is_never_called_a_race() =>
        Gen.Select(Gen.Double[0, 20].Array[0, 8], Gen.Double[0, 25]).Sample((starts, at) =>
    {
        var history = History([.. starts.Order().Select((start, i) => Cooled(start, start + 3, $"r{i}"))]);
        var said = Exclusion.OfRest(BackendState.Fresh.Apply(history.Events.Select(e => e.Event).Where(e => e.At <= At(at))), "m", At(at));

        var found = CooldownSearch.Find(history, "m", At(at), said, told => told == said);

        Assert.Null(found.Race);
        Assert.Equal(said, found.Exclusion);
        Assert.Equal(said is null ? null : $"r{starts.Count(start => At(start) <= At(at)) - 1}", found.Event?.Cause.RequestId);
    });

    private static CooldownCause Find(BackendHistory history, double at, string told) =>
        CooldownSearch.Find(history, "m", At(at), told, said => said == told);

    private static BackendHistory History(params IBackendEvent[] events) =>
        new(BackendState.Fresh, [.. events.Select((e, i) => new JournalledEvent(i + 1, i + 1, e.GetType().Name, e))]);

    private static CooldownStarted Cooled(double at, double until, string request, string? model = null) =>
        new(At(at), model, CooldownReason.RateLimited, At(until), 1, 0, new Cause(request, 1, 429));
}
