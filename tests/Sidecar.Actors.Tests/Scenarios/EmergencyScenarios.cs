using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static RequestPhase;
using static UpstreamWords;

/// <summary>The last resort: cooling backends are asked too, soonest recovery first, at a reduced rate.</summary>
public sealed class EmergencyScenarios
{
    [Fact]
    public Task a_cooling_backend_is_tried_and_may_answer() =>
        Scenario.Given(Primary("a")).Under(NoWait)
            .Upstream("a", Replies(429), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("a"), In(Emergency, attempts: 2), Walked(Routing, Emergency, Relaying),
                Journalled("a", CooldownStarted(streak: 1), CooldownEnded(), ProbeClosed(), StreakReset(to: 0)));

    [Fact]
    public Task an_answer_in_an_emergency_does_not_shorten_the_rest() =>
        Scenario.Given(Primary("a")).Under(NoWait)
            .Upstream("a", Replies(429, retryAfter: 50.Seconds()), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("a"), played => Assert.Equal(VirtualScheduler.Start + 50.Seconds(), played.Kit.State("a").Whole.Until));

    [Fact]
    public Task soonest_recovery_is_tried_first_in_every_pool() =>
        Scenario.Given(Primary("a"), Primary("b"), Fallback("c")).Under(NoWait)
            .Upstream("a", Replies(429, retryAfter: 30.Seconds())).Upstream("b", Replies(429, retryAfter: 20.Seconds()))
                .Upstream("c", Replies(429, retryAfter: 10.Seconds()), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("c"), In(Emergency, attempts: 4), CalledAt("a", 0), CalledAt("b", 0));

    [Fact]
    public Task who_refuses_it_once_is_not_asked_again() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(NoWait)
            .Upstream("a", Replies(429)).Upstream("b", Replies(429))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 30), CalledAt("a", 0, 0), CalledAt("b", 0, 0));

    [Fact]
    public Task no_more_rounds_than_configured_are_made() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(NoWait)
            .Upstream("a", Replies(500)).Upstream("b", Replies(429))
            .When(ChatRequest())
            .Then(CalledAt("a", 0, 0, 0, 0), CalledAt("b", 0, 0));

    [Fact]
    public Task without_rounds_it_is_off() =>
        Scenario.Given(Primary("a")).Under(w => NoWait(w) with
        {
            Walk = NoWait(w)
            .Walk with
            { Emergency = w.Walk.Emergency with { Rounds = 0 } }
        })
            .Upstream("a", Replies(429))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 30), CalledAt("a", 0), played =>
                Assert.Empty(played.Kit.EventsUnder(JournalIds.Emergency)));

    [Fact]
    public Task a_backend_that_rests_for_its_key_is_left_alone() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(NoWait)
            .Upstream("a", Replies(401)).Upstream("b", Replies(429), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), CalledAt("a", 0));

    [Fact]
    public Task a_key_that_is_refused_in_an_emergency_is_not_tried_in_its_next_round() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(NoWait)
            .Upstream("a", Replies(429, retryAfter: 1.Seconds()), Replies(403)).Upstream("b", Replies(429))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 30), CalledAt("a", 0, 0), CalledAt("b", 0, 0));

    [Fact]
    public Task a_backend_that_does_not_serve_the_model_is_left_alone() =>
        Scenario.Given(Primary("a"), Fallback("b") with { Models = [Model("x")] }).Under(NoWait)
            .Upstream("a", Replies(429), Answers())
            .When(ChatRequest("m"))
            .Then(AnsweredBy("a"), NotCalled("b"));

    [Fact]
    public void its_rate_is_a_fraction_of_the_default_with_a_bucket_of_its_own_per_backend()
    {
        using var kit = SidecarKit.Start(NoWait(new World(Primary("a"), Fallback("b"))) with
        {
            Walk = NoWait(new World())
            .Walk with
            { Emergency = new EmergencyPolicy(DefaultRpm: 12, RpmFraction: 0.25, Rounds: 1) }
        });
        kit.Upstream.Script("a", Replies(429, retryAfter: 10.Minutes()));
        kit.Upstream.Script("b", Replies(429, retryAfter: 10.Minutes()));

        for (var i = 0; i < 10; i++)
            kit.Send();

        Assert.Equal(1 + 3, kit.Upstream.CallsTo("a").Count);
        Assert.Equal(1 + 3, kit.Upstream.CallsTo("b").Count);
        kit.Pass(61.Seconds());
        kit.Send();
        Assert.Equal(1 + 3 + 1, kit.Upstream.CallsTo("a").Count);
    }

    [Fact]
    public void the_smallest_rate_is_one_request_a_minute()
    {
        using var kit = SidecarKit.Start(NoWait(new World(Primary("a"))) with
        {
            Walk = NoWait(new World())
            .Walk with
            { Emergency = new EmergencyPolicy(DefaultRpm: 1, RpmFraction: 0.25, Rounds: 3) }
        });
        kit.Upstream.Script("a", Replies(429, retryAfter: 10.Minutes()));

        kit.Send();

        Assert.Equal(2, kit.Upstream.CallsTo("a").Count);
    }

    [Fact]
    public Task the_backends_own_rate_holds_in_an_emergency() =>
        Scenario.Given(Primary("a") with { Rpm = 2 }).Under(NoWait)
            .Upstream("a", Replies(429))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 61), CalledAt("a", 0, 0));

    [Fact]
    public void activations_are_journalled_with_their_number_once_a_second()
    {
        using var kit = SidecarKit.Start(NoWait(new World(Primary("a"))));
        kit.Upstream.Script("a", Replies(429, retryAfter: 60.Seconds()), Answers());

        kit.Send("m1");
        kit.Send("m2");
        kit.Send("m3");
        var first = kit.Now;
        kit.Pass(1.Seconds());

        Assert.Equal(
            [
                new CooldownEvents.V1.EmergencyActivated(first, "m1", new Cause("r1")),
                new CooldownEvents.V1.EmergencyActivated(first.AddSeconds(1), "m2", new Cause("r2"), 2),
            ],
            kit.EventsUnder(JournalIds.Emergency));
        Assert.Equal(3, kit.Logs.Lines.Count(line => line.Id == 1003));
    }

    [Fact]
    public Task it_follows_the_wait() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(429, retryAfter: 9.Seconds()), Replies(500), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("a"), Walked(Routing, PrimaryWait, Emergency, Relaying), AnsweredAfter(9.Seconds()));

    private static World NoWait(World world) =>
        world with { Walk = world.Walk with { PrimaryWait = world.Walk.PrimaryWait with { MaxRetries = 0 } } };
}
