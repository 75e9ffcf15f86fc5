using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static RequestPhase;
using static UpstreamWords;

/// <summary>The contract's table of the walk, row by row, in its first phase.</summary>
public sealed class RoutingScenarios
{
    private const string RateLimitInBody = """{"status":429,"title":"Too Many Requests"}""";
    private const string RateLimitAsFirstEvent = "data: {\"error\":{\"message\":\"rate limit exceeded\",\"code\":429}}\n\n";

    [Fact]
    public Task rate_limited_primary_rests_and_the_next_backend_answers() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429, retryAfter: 7.Seconds())).Upstream("b", Streams())
            .When(ChatRequest())
            .Then(
                AnsweredBy("b"), In(Routing, attempts: 2), Walked(Routing, Relaying), AnsweredAfter(0.Seconds()),
                Journalled("a", CooldownStarted(streak: 1, rest: 7.Seconds(), request: "r1", status: 429)),
                Rows(("a", 429, ErrorClasses.RateLimited), ("b", 200, null)));

    [Theory]
    [InlineData(200), InlineData(204), InlineData(302), InlineData(400), InlineData(404), InlineData(422)]
    public Task any_other_answer_is_relayed_as_it_is_and_is_no_event(int status) =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(status))
            .When(ChatRequest())
            .Then(AnsweredBy("a", status), In(Routing, attempts: 1), Journalled("a"), NotCalled("b"));

    [Fact]
    public Task a_429_that_hides_in_the_body_is_a_429() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(200, body: RateLimitInBody)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(streak: 1, rest: 30.Seconds(), status: 200)));

    [Fact]
    public Task a_stream_whose_first_event_is_an_error_is_an_error() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Streams(RateLimitAsFirstEvent)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(streak: 1, rest: 30.Seconds())));

    [Theory]
    [InlineData(401), InlineData(402), InlineData(403)]
    public Task a_refused_key_of_the_backend_rests_it_and_is_never_relayed(int status) =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(status)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(
                CooldownReason.Credentials, streak: 0, rest: 10.Minutes(), status: status)));

    [Theory]
    [InlineData(401), InlineData(403)]
    public Task a_refused_key_of_the_client_is_relayed_and_says_nothing_of_the_backend(int status) =>
        Scenario.Given(Primary("a") with { ApiKey = null }, Fallback("b"))
            .Upstream("a", Replies(status))
            .When(ChatRequest())
            .Then(AnsweredBy("a", status), Journalled("a"), Rows(("a", status, ErrorClasses.ClientCredentials)));

    [Theory]
    [InlineData(503, null, 5), InlineData(529, null, 5), InlineData(503, 2, 5), InlineData(503, 20, 20)]
    public Task an_overloaded_backend_rests_for_the_longer_of_its_wish_and_the_policy(int status, int? retryAfter, int rest) =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(status, retryAfter?.Seconds())).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(
                CooldownReason.Overloaded, streak: 0, rest: rest.Seconds(), status: status)));

    [Theory]
    [InlineData(408), InlineData(500), InlineData(502), InlineData(504)]
    public Task a_failed_answer_counts_as_failure_and_the_next_backend_is_asked(int status) =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(status)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", FailureCounted(1, status)),
                Rows(("a", status, ErrorClasses.FailedAnswer), ("b", 200, null)));

    [Theory]
    [InlineData(UpstreamError.Connect), InlineData(UpstreamError.Tls), InlineData(UpstreamError.RequestWrite)]
    [InlineData(UpstreamError.Head), InlineData(UpstreamError.FirstEvent)]
    public void trouble_before_the_first_byte_counts_as_failure_and_the_next_backend_is_asked(object error)
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", FailsWith((UpstreamError)error));
        kit.Upstream.Script("b", Answers());

        var talk = kit.Send();

        AnsweredBy("b")(new Played(kit, talk));
        EventWords.Verify([FailureCounted(1, error: error.ToString())], kit.Journal("a"));
    }

    [Theory]
    [InlineData(UpstreamError.ConnectTimeout), InlineData(UpstreamError.HeadTimeout), InlineData(UpstreamError.FirstEventTimeout)]
    public void a_backend_that_lets_an_attempts_time_pass_and_has_answered_nobody_since_rests_at_once(object error)
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", FailsWith((UpstreamError)error));
        kit.Upstream.Script("b", Answers());

        var talk = kit.Send();

        AnsweredBy("b")(new Played(kit, talk));
        EventWords.Verify([CooldownStarted(CooldownReason.Unhealthy, rest: 10.Seconds())], kit.Journal("a"));
    }

    [Fact]
    public Task a_silent_backend_fails_when_its_timeout_has_passed() =>
        Scenario.Given(Primary("a") with { AnswerTimeout = 20.Seconds() }, Fallback("b"))
            .Upstream("a", Stalls()).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), AnsweredAfter(20.Seconds()),
                Journalled("a", CooldownStarted(CooldownReason.Unhealthy, rest: 10.Seconds())),
                Rows(("a", null, ErrorClasses.Timeout), ("b", 200, null)));

    [Fact]
    public void where_somebody_else_was_answered_meanwhile_a_timeout_is_one_failure()
    {
        using var kit = SidecarKit.Start(Primary("a") with { AnswerTimeout = 20.Seconds() }, Fallback("b"));
        kit.Upstream.Script("a", Stalls(), Answers());
        kit.Upstream.Script("b", Answers());
        var first = kit.Send();
        kit.Pass(10.Seconds());
        kit.Send();

        AnsweredBy("b")(new Played(kit, kit.PassUntilOver(first)));
        EventWords.Verify([FailureCounted(1, error: "HeadTimeout")], kit.Journal("a"));
    }

    [Fact]
    public void a_probe_that_hangs_is_a_probe_that_failed()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"), Fallback("b")));
        kit.Upstream.Script("a", Replies(503), Stalls());
        kit.Upstream.Script("b", Streams());
        kit.Send();
        kit.Pass(6.Seconds());

        var victim = kit.PassUntilOver(kit.Send(ChatRequest() with { Stream = true }));

        AnsweredBy("b")(new Played(kit, victim));
        Assert.Equal((CooldownReason.Unhealthy, true), (kit.State("a").Whole.Reason, kit.State("a").Whole.IsCoolingAt(kit.Now)));
        AnsweredBy("b")(new Played(kit, kit.Send()));
        Assert.Equal(2, kit.Upstream.CallsTo("a").Count);
    }

    [Fact]
    public Task failures_in_a_row_rest_the_backend_as_unhealthy() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(w => w with { Cooldown = w.Cooldown with { FailuresToCool = 2 } })
            .Upstream("a", Replies(500)).Upstream("b", Answers())
            .When(ChatRequest()).When(ChatRequest()).When(ChatRequest())
            .Then(AnsweredBy("b"), CalledAt("a", 0, 0), Journalled(
                "a", FailureCounted(1), CooldownStarted(CooldownReason.Unhealthy, streak: 0, rest: 5.Seconds())));

    [Fact]
    public Task a_success_between_failures_begins_the_count_anew() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(w => w with { Cooldown = w.Cooldown with { FailuresToCool = 2 } })
            .Upstream("a", Replies(500), Answers(), Replies(500)).Upstream("b", Answers())
            .When(ChatRequest()).Pass(1.Seconds()).When(ChatRequest()).Pass(1.Seconds()).When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", FailureCounted(1), FailuresCleared(), FailureCounted(1)));

    [Fact]
    public Task when_every_answer_failed_the_last_is_relayed_as_it_came() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(500)).Upstream("b", Replies(502, body: "it is the request"))
            .When(ChatRequest())
            .Then(AnsweredBy("b", 502), In(Routing, attempts: 2),
                Rows(("a", 500, ErrorClasses.FailedAnswer), ("b", 502, ErrorClasses.FailedAnswer)));

    [Fact]
    public Task a_failed_answer_among_other_failures_is_not_relayed() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Under(w => w with
            {
                Walk = w.Walk with
                {
                    PrimaryWait = w.Walk.PrimaryWait with { MaxRetries = 0 },
                    Emergency = w.Walk.Emergency with { Rounds = 0 }
                }
            })
            .Upstream("a", FailsWith(UpstreamError.Connect)).Upstream("b", Replies(500))
            .When(ChatRequest())
            .Then(RefusedWith("all_pools_exhausted", retryAfter: 1));

    [Fact]
    public Task routing_sends_no_more_than_max_attempts() =>
        Scenario.Given([.. "abcde".Select(c => Primary(c.ToString()))])
            .Upstream("a", Replies(500)).Upstream("b", Replies(500)).Upstream("c", Replies(504))
            .When(ChatRequest())
            .Then(AnsweredBy("c", 504), In(Routing, attempts: 3), NotCalled("d"));

    [Fact]
    public Task a_backend_that_failed_the_request_is_not_asked_again() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(500))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 500), In(Routing, attempts: 1));

    [Fact]
    public Task a_resting_backend_is_passed_over() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429)).Upstream("b", Answers())
            .When(ChatRequest()).Pass(29.Seconds()).When(ChatRequest())
            .Then(AnsweredBy("b"), In(Routing, attempts: 1), CalledAt("a", 0), CalledAt("b", 0, 29));

    [Fact]
    public Task a_disabled_backend_is_not_asked() =>
        Scenario.Given(Primary("a") with { Enabled = false }, Fallback("b"))
            .Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), NotCalled("a"));

    [Fact]
    public Task the_model_is_routed_by_the_name_that_the_alias_stands_for() =>
        Scenario.Given(Primary("a") with { Models = [Model("small")] },
            Primary("b") with { Models = [new ServedModel("large", UpstreamName: "vendor/large")] })
            .Upstream("b", Answers())
            .When(ChatRequest("large"))
            .Then(AnsweredBy("b"), NotCalled("a"));

    [Fact]
    public Task without_any_backend_the_answer_says_so() =>
        Scenario.Given().When(ChatRequest()).Then(RefusedWith("no_backend_configured"), AnsweredAfter(0.Seconds()));

    [Fact]
    public Task a_model_that_nobody_serves_is_refused_without_waiting() =>
        Scenario.Given(Primary("a") with { Models = [Model("x")] }, Fallback("b") with { Enabled = false })
            .When(ChatRequest("m"))
            .Then(RefusedWith("no_backend_for_model"), AnsweredAfter(0.Seconds()));
}
