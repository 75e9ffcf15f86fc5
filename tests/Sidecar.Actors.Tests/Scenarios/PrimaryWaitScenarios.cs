using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static RequestPhase;
using static UpstreamWords;

/// <summary>Waiting for the primary pool: what wakes a request, and what its budget is.</summary>
public sealed class PrimaryWaitScenarios
{
    [Fact]
    public Task a_cooldown_that_ends_wakes_the_one_who_waits() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(429, retryAfter: 4.Seconds()), Answers())
            .When(ChatRequest())
            .Then(
                AnsweredBy("a"), In(PrimaryWait, attempts: 2), Walked(Routing, PrimaryWait, Relaying), AnsweredAfter(4.Seconds()),
                Journalled("a", CooldownStarted(streak: 1, rest: 4.Seconds()), CooldownEnded(), ProbeLeased("r1"), ProbeClosed(),
                    StreakReset(to: 0)));

    [Fact]
    public Task a_request_token_that_falls_due_wakes_the_one_who_waits() =>
        Scenario.Given(Primary("a") with { Rpm = 1 }).Under(w => w with { Walk = w.Walk with { PrimaryWait = Long } })
            .Upstream("a", Answers())
            .When(ChatRequest()).Pass(40.Seconds()).When(ChatRequest())
            .Then(AnsweredBy("a"), In(PrimaryWait, attempts: 1), CalledAt("a", 0, 60.25), AnsweredAfter(20.25.Seconds()));

    [Fact]
    public void a_probe_that_closes_wakes_the_one_who_waits()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, retryAfter: 2.Seconds()), Stalls(), Answers());
        kit.Send();
        kit.Pass(3.Seconds());
        var waiting = kit.Send();
        Assert.False(waiting.IsOver);

        kit.Upstream.InFlight.Single().Release(Streams());
        kit.Settle();

        Assert.True(waiting.IsOver);
        Assert.Equal(3.Seconds(), kit.Upstream.Calls[^1].At - VirtualScheduler.Start);
    }

    [Fact]
    public void freed_concurrency_wakes_the_one_who_waits()
    {
        using var kit = SidecarKit.Start(Primary("a") with { MaxConcurrency = 1 });
        kit.Upstream.Script("a", Streams(lasts: 3.Seconds()), Answers());
        kit.Send();
        var waiting = kit.Send();

        kit.PassUntilOver(waiting);

        Assert.Equal([0.Seconds(), 3.Seconds()], kit.Upstream.Calls.Select(call => call.At - VirtualScheduler.Start));
        In(PrimaryWait, attempts: 1)(new Played(kit, waiting));
    }

    [Fact]
    public void tokens_that_were_not_needed_after_all_wake_the_one_who_waits()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Tpm = 1000 });
        kit.Upstream.Script("a", Streams(lasts: 3.Seconds(), usage: new(5, null, 5, null, 10)), Answers());
        kit.Send(ChatRequest() with { MaxTokens = 900 });
        var waiting = kit.Send(ChatRequest() with { MaxTokens = 900 });

        kit.PassUntilOver(waiting);

        Assert.Equal(3.Seconds(), waiting.AnsweredAt - waiting.SentAt);
    }

    [Fact]
    public void the_wait_is_over_after_retries_times_interval()
    {
        using var kit = SidecarKit.Start(NoEmergency(new World(Primary("a") with { MaxConcurrency = 1 })));
        kit.Upstream.Script("a", Streams(lasts: 60.Seconds()));
        kit.Send();
        var waiting = kit.Send();

        kit.PassUntilOver(waiting);

        var played = new Played(kit, waiting);
        RefusedWith("all_pools_exhausted", retryAfter: 1)(played);
        AnsweredAfter(10.Seconds())(played);
        CalledAt("a", 0)(played);
        kit.Pass(60.Seconds());
    }

    [Fact]
    public Task no_more_than_max_retries_attempts_are_sent_an_interval_apart() =>
        Scenario.Given(Primary("a")).Under(w => NoEmergency(w) with { Cooldown = w.Cooldown with { FailuresToCool = 100 } })
            .Upstream("a", FailsWith(UpstreamError.Connect))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 1), CalledAt("a", 0, 0, 2, 4, 6, 8), AnsweredAfter(8.Seconds()));

    [Fact]
    public Task an_attempt_under_way_when_the_time_is_over_is_waited_for() =>
        Scenario.Given(Primary("a")).Under(NoEmergency)
            .Upstream("a", Replies(429, retryAfter: 9.Seconds()), Answers().Later(5.Seconds()))
            .When(ChatRequest())
            .Then(AnsweredBy("a"), In(PrimaryWait, attempts: 2), AnsweredAfter(14.Seconds()));

    [Fact]
    public Task a_wait_without_retries_is_off() =>
        Scenario.Given(Primary("a")).Under(w => NoEmergency(w) with
        {
            Walk = NoEmergency(w)
            .Walk with
            { PrimaryWait = w.Walk.PrimaryWait with { MaxRetries = 0 } }
        })
            .Upstream("a", Replies(429, retryAfter: 4.Seconds()))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 4), AnsweredAfter(0.Seconds()));

    [Fact]
    public void a_full_queue_is_skipped()
    {
        using var kit = SidecarKit.Start(
            NoEmergency(new World(Primary("a")) { Walk = new() { PrimaryWait = new PrimaryWaitPolicy(5, 2.Seconds(), MaxWaiting: 1) } }));
        kit.Upstream.Script("a", Replies(429, retryAfter: 9.Seconds()));
        var first = kit.Send();

        var second = kit.Send();

        Assert.False(first.IsOver);
        RefusedWith("all_pools_exhausted", retryAfter: 9)(new Played(kit, second));
    }

    [Fact]
    public Task for_the_primary_a_model_that_no_primary_serves_does_not_wait() =>
        Scenario.Given(Primary("a") with { Models = [Model("x")] }, Fallback("b")).Under(w => ForPrimary(NoEmergency(w)))
            .Upstream("b", Replies(429, retryAfter: 5.Seconds()))
            .When(ChatRequest("m"))
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 5), AnsweredAfter(0.Seconds()));

    [Fact]
    public Task who_waits_for_the_primary_is_not_sent_to_the_fallback_pool() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(w => ForPrimary(NoEmergency(w)))
            .Upstream("a", Replies(429, retryAfter: 6.Seconds()), Answers()).Upstream("b", Replies(429, retryAfter: 2.Seconds()))
            .When(ChatRequest())
            .Then(AnsweredBy("a"), CalledAt("b", 0), AnsweredAfter(6.Seconds()));

    [Theory]
    [InlineData(503), InlineData(429), InlineData(401)]
    public Task an_attempt_in_the_wait_follows_the_table(int status) =>
        Scenario.Given(Primary("a"), Primary("b")).Under(NoEmergency)
            .Upstream("a", Replies(429, retryAfter: 2.Seconds()), Replies(status))
                .Upstream("b", Replies(429, retryAfter: 3.Seconds()), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), In(PrimaryWait, attempts: 4), AnsweredAfter(3.Seconds()));

    private static PrimaryWaitPolicy Long => new(5, 10.Seconds(), 1000);

    private static World ForPrimary(World world) =>
        world with { Walk = world.Walk with { PrimaryWait = world.Walk.PrimaryWait with { For = WaitFor.Primary } } };

    private static World NoEmergency(World world) =>
        world with { Walk = world.Walk with { Emergency = world.Walk.Emergency with { Rounds = 0 } } };
}
