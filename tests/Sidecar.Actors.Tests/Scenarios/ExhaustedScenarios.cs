using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static RequestPhase;
using static UpstreamWords;

/// <summary>What the client is told when nobody can answer, and when the deadline passes.</summary>
public sealed class ExhaustedScenarios
{
    [Fact]
    public void the_refusal_is_worded_as_the_contract_says()
    {
        using var kit = SidecarKit.Start(OnlyRouting(new World(Primary("a"))));
        kit.Upstream.Script("a", Replies(429, 7.Seconds()));

        var refusal = Assert.IsType<Refused>(kit.Send().Answer).Refusal;

        Assert.Equal((503, "all_pools_exhausted", "AllPoolsExhausted", 7, false),
            (refusal.Status, refusal.Code, refusal.Type, refusal.RetryAfterSeconds, refusal.MayRetry));
        Assert.StartsWith("Service unavailable: all provider pools exhausted", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task retry_after_is_the_earliest_backend_that_serves_the_model() =>
        Scenario.Given(Primary("a"), Fallback("b"), Fallback("c") with { Models = [Model("x")] }).Under(OnlyRouting)
            .Upstream("a", Replies(429, 40.Seconds())).Upstream("b", Replies(429, 20.Seconds()))
            .When(ChatRequest("m"))
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 20), NotCalled("c"));

    [Fact]
    public Task a_part_of_a_second_is_rounded_up() =>
        Scenario.Given(Primary("a")).Under(OnlyRouting)
            .Upstream("a", Replies(429, headers: ("retry-after-ms", "2100")))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 3));

    [Fact]
    public Task a_request_token_counts_as_recovery() =>
        Scenario.Given(Primary("a") with { Rpm = 1 }).Under(OnlyRouting)
            .Upstream("a", Answers())
            .When(ChatRequest()).Pass(20.Seconds()).When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 41));

    [Theory]
    [InlineData(7, 91), InlineData(200, 200)]
    public Task fail_over_now_says_at_least_91(int retryAfter, int told) =>
        Scenario.Given(Primary("a")).Under(w => OnlyRouting(w) with { Walk = OnlyRouting(w).Walk with { FailOverNow = true } })
            .Upstream("a", Replies(429, retryAfter.Seconds()))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", told));

    [Fact]
    public Task a_request_that_is_not_streamed_has_the_backends_time_and_not_the_deadlines() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Stalls()).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), AnsweredAfter(600.Seconds()), Rows(("a", null, "upstream_timeout"), ("b", 200, null)));

    [Fact]
    public Task what_took_longer_than_the_deadline_and_was_not_streamed_is_answered() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Answers().Later(400.Seconds()))
            .When(ChatRequest())
            .Then(AnsweredBy("a"), AnsweredAfter(400.Seconds()));

    [Fact]
    public Task seventy_seconds_before_a_streams_first_event_are_no_fault() =>
        Scenario.Given(Primary("a")).Under(w => w with { Walk = w.Walk with { Deadline = 110.Seconds() } })
            .Upstream("a", Streams().Later(70.Seconds()))
            .When(ChatRequest() with { Stream = true })
            .Then(AnsweredBy("a"), AnsweredAfter(70.Seconds()), Journalled("a"));

    [Fact]
    public Task a_backend_that_lets_all_of_the_deadline_pass_has_timed_out() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Stalls())
            .When(ChatRequest() with { Stream = true })
            .Then(AnsweredAfter(55.Seconds()), Journalled("a", CooldownStarted(CooldownReason.Unhealthy, rest: 10.Seconds())),
                Rows(("a", null, "sidecar_deadline")));

    [Fact]
    public Task a_backend_that_hangs_a_stream_has_half_of_the_deadline_and_the_next_one_answers() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Stalls()).Upstream("b", Streams())
            .When(ChatRequest() with { Stream = true })
            .Then(AnsweredBy("b"), AnsweredAfter(27.5.Seconds()), Rows(("a", null, "upstream_timeout"), ("b", 200, null)));

    [Fact]
    public Task the_last_backend_of_a_stream_has_all_that_is_left() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Stalls()).Upstream("b", Stalls())
            .When(ChatRequest() with { Stream = true })
            .Then(AnsweredAfter(55.Seconds()), CalledAt("a", 0), CalledAt("b", 27.5),
                Rows(("a", null, "upstream_timeout"), ("b", null, "sidecar_deadline")));

    [Fact]
    public Task the_deadline_counts_from_arrival_over_all_attempts() =>
        Scenario.Given(Primary("a") with { FirstTokenTimeout = 20.Seconds() }, Fallback("b"))
            .Upstream("a", Stalls()).Upstream("b", Stalls())
            .When(ChatRequest() with { Stream = true })
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 1), AnsweredAfter(55.Seconds()), CalledAt("a", 0), CalledAt("b", 20));

    [Fact]
    public Task the_deadline_ends_the_wait() =>
        Scenario.Given(Primary("a") with { MaxConcurrency = 1 }).Under(w => w with { Walk = w.Walk with { Deadline = 4.Seconds() } })
            .Upstream("a", Streams(lasts: 20.Seconds()))
            .When(ChatRequest()).When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 1), AnsweredAfter(4.Seconds()), Walked(Routing, PrimaryWait), played =>
                played.Kit.Pass(20.Seconds()));

    [Fact]
    public Task the_deadline_ends_an_attempt_of_the_wait() =>
        Scenario.Given(Primary("a")).Under(w => w with { Walk = w.Walk with { Deadline = 9.Seconds() } })
            .Upstream("a", Replies(429, 4.Seconds()), Stalls())
            .When(ChatRequest() with { Stream = true })
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 1), AnsweredAfter(9.Seconds()), CalledAt("a", 0, 4));

    [Fact]
    public Task the_deadline_ends_an_emergency() =>
        Scenario.Given(Primary("a")).Under(w => w with { Walk = w.Walk with { Deadline = 12.Seconds() } })
            .Upstream("a", Replies(429, 30.Seconds()), Stalls())
            .When(ChatRequest() with { Stream = true })
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 18), AnsweredAfter(12.Seconds()), CalledAt("a", 0, 0));

    [Fact]
    public Task a_failed_answer_is_relayed_although_the_deadline_has_passed() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(w => w with { Walk = w.Walk with { Deadline = 9.Seconds() } })
            .Upstream("a", Replies(500).Later(8.Seconds())).Upstream("b", Replies(502).Later(0.9.Seconds()))
            .When(ChatRequest())
            .Then(AnsweredBy("b", 502), AnsweredAfter(8.9.Seconds()));

    [Fact]
    public void while_draining_newcomers_are_refused_and_running_requests_go_on()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, 4.Seconds()), Answers());
        var running = kit.Send();

        kit.StartDraining();
        var refused = kit.SendUnrecorded();

        Assert.Equal(("shutting_down", 503), (Assert.IsType<Refused>(refused).Refusal.Code, Assert.IsType<Refused>(refused)
            .Refusal.Status));
        AnsweredBy("a")(new Played(kit, kit.PassUntilOver(running)));
    }

    private static World OnlyRouting(World world) => world with
    {
        Walk = world.Walk with
        {
            PrimaryWait = world.Walk.PrimaryWait with { MaxRetries = 0 },
            Emergency = world.Walk.Emergency with { Rounds = 0 }
        },
    };
}
