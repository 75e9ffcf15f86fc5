using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Trouble;

using static CheckWords;
using static Fleet;
using static RequestPhase;
using static UpstreamWords;

/// <summary>A wait that cannot end well is never begun.</summary>
public sealed class HopelessWaitTests
{
    [Fact]
    public Task the_only_backend_rests_longer_than_the_wait_and_nothing_is_in_flight() =>
        Scenario.Given(Primary("a")).Under(NoEmergency)
            .Upstream("a", Replies(429, retryAfter: 600.Seconds()))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 600), AnsweredAfter(0.Seconds()), Walked(Routing), FactsSay("foregone"));

    [Fact]
    public Task it_goes_on_to_the_emergency_at_once() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(429, retryAfter: 600.Seconds()), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("a"), In(Emergency, attempts: 2), AnsweredAfter(0.Seconds()));

    [Fact]
    public Task a_recovery_at_the_very_end_of_the_wait_is_waited_for() =>
        Scenario.Given(Primary("a")).Under(NoEmergency)
            .Upstream("a", Replies(429, retryAfter: 9.Seconds()), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("a"), AnsweredAfter(9.Seconds()));

    [Fact]
    public Task a_token_that_is_due_behind_the_wait_is_not_waited_for() =>
        Scenario.Given(Primary("a") with { Rpm = 1 }).Under(NoEmergency)
            .Upstream("a", Answers())
            .When(ChatRequest()).Pass(20.Seconds()).When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 41), AnsweredAfter(0.Seconds()));

    [Fact]
    public void while_an_attempt_is_in_flight_it_is_begun()
    {
        using var kit = SidecarKit.Start(NoEmergency(new World(Primary("a"))));
        kit.Upstream.Script("a", Stalls(), Replies(429, retryAfter: 600.Seconds()), Answers());
        var flying = kit.Send();
        var waiting = kit.Send();

        kit.Pass(1.Seconds());
        Assert.False(waiting.IsOver);
        kit.PassUntilOver(waiting);
        Assert.Equal(10.Seconds(), waiting.AnsweredAt - waiting.SentAt);
        flying.HangUp();
    }

    [Fact]
    public void who_waited_and_was_refused_for_longer_than_is_left_goes_on_at_once()
    {
        using var kit = SidecarKit.Start(NoEmergency(new World(Primary("a"))));
        kit.Upstream.Script("a", Replies(429, retryAfter: 4.Seconds()), Replies(429, retryAfter: 600.Seconds()));

        var talk = kit.PassUntilOver(kit.Send());

        Assert.Equal(4.Seconds(), talk.AnsweredAt - talk.SentAt);
    }

    [Theory]
    [InlineData(WaitFor.Any, 6)]
    [InlineData(WaitFor.Primary, 0)]
    public Task whether_to_wait_depends_on_the_pools_it_may_wait_for(WaitFor waitFor, int seconds) =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(w => NoEmergency(w) with
        {
            Walk = NoEmergency(w)
            .Walk with
            { PrimaryWait = w.Walk.PrimaryWait with { For = waitFor } }
        })
            .Upstream("a", Replies(429, retryAfter: 600.Seconds())).Upstream("b", Replies(429, retryAfter: 6.Seconds()), Answers())
            .When(ChatRequest())
            .Then(AnsweredAfter(seconds.Seconds()));

    private static Check FactsSay(string kind) => played =>
        Assert.Contains(kind, Walks.KindsOf(played.Kit.FlushedLedger().WalkOf(played.Last.Id)));

    private static World NoEmergency(World world) =>
        world with { Walk = world.Walk with { Emergency = world.Walk.Emergency with { Rounds = 0 } } };
}
