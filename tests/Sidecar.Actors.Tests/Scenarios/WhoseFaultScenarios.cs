using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static RequestPhase;
using static UpstreamWords;

/// <summary>Those rows of the contract's table that concern a single request: it goes elsewhere, and no backend rests because of
/// it.</summary>
public sealed class WhoseFaultScenarios
{
    private const string Absent = """{"error":{"message":"The model `m` does not exist","type":"invalid_request_error","code":"model_not_found"}}""";
    private const string TooLarge = """{"error":{"message":"Rate limit reached: Limit 8000, Requested 20449","code":"rate_limit_exceeded"}}""";
    private const string Unsupported = """{"error":{"message":"Unsupported parameter: 'stop'","type":"invalid_request_error","param":"stop","code":"unsupported_parameter"}}""";
    private const string Unknown = """{"error":"Input validation error: temperature","error_type":"validation"}""";
    private const string Unaffordable = """{"error":{"message":"You requested up to 32000 tokens, but can only afford 8123","code":402}}""";
    private const string Flagged = """{"error":{"message":"Your chosen model requires moderation and your input was flagged","code":403}}""";
    private const string OutOfScope = """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: model.request"}}""";

    [Fact]
    public Task a_model_that_is_absent_is_left_out_there_and_asked_for_elsewhere() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(404, body: Absent)).Upstream("b", Answers().Times(2))
            .When(ChatRequest()).When(ChatRequest())
            .Then(
                AnsweredBy("b"), In(Routing, attempts: 1), CalledAt("a", 0), Journalled("a", ModelLeftOut("m")), Rows(("b", 200, null)));

    [Fact]
    public Task the_ledger_says_that_the_model_was_absent() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(404, body: Absent)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), In(Routing, attempts: 2), Rows(("a", 404, ErrorClasses.ModelAbsent), ("b", 200, null)));

    [Fact]
    public Task a_model_is_left_out_for_itself_alone() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(404, body: Absent), Answers()).Upstream("b", Answers())
            .When(ChatRequest()).When(ChatRequest("other"))
            .Then(AnsweredBy("a"), In(Routing, attempts: 1));

    [Fact]
    public Task a_model_that_was_left_out_is_asked_for_again_ten_minutes_later() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(404, body: Absent), Answers()).Upstream("b", Answers())
            .When(ChatRequest()).Pass(10.Minutes()).When(ChatRequest())
            .Then(AnsweredBy("a"), In(Routing, attempts: 1));

    [Fact]
    public Task where_nobody_has_the_model_the_first_such_answer_is_relayed() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(404, body: Absent)).Upstream("b", Replies(410, body: Absent))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 404), In(Routing, attempts: 2), Journalled("a", ModelLeftOut("m")), Journalled("b", ModelLeftOut("m")));

    [Fact]
    public Task a_model_that_nobody_has_is_not_asked_for_at_all() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(404, body: Absent))
            .When(ChatRequest()).When(ChatRequest())
            .Then(CalledAt("a", 0), played => Assert.Equal(Refusals.NoBackendForModel("m"),
                Assert.IsType<Requests.Refused>(played.Last.Answer).Refusal));

    [Fact]
    public Task a_model_that_is_absent_here_is_waited_for_where_it_is() =>
        Scenario.Given(Primary("a"), Primary("b"))
            .Upstream("a", Replies(404, body: Absent)).Upstream("b", Replies(503, 4.Seconds()), Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), CalledAt("a", 0));

    [Fact]
    public Task a_request_that_exceeds_a_limit_by_itself_goes_elsewhere_and_nobody_rests() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429, 120.Seconds(), TooLarge)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a"), Rows(("a", 429, ErrorClasses.TooLarge), ("b", 200, null)));

    [Fact]
    public Task a_429_that_says_too_large_is_relayed_as_413() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(429, body: TooLarge))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 413), AnsweredAfter(0.Seconds()), CalledAt("a", 0), Journalled("a"),
                Rows(("a", 429, ErrorClasses.TooLarge)));

    [Fact]
    public Task of_several_that_say_too_large_the_first_is_relayed() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(413)).Upstream("b", Replies(429, body: TooLarge))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 413), In(Routing, attempts: 2), Journalled("a"), Journalled("b"));

    [Fact]
    public Task a_parameter_that_is_not_known_is_tried_at_one_other_provider() =>
        Scenario.Given(Primary("a"), Primary("a2") with { BaseUrl = "https://a.example/v2" }, Fallback("b"), Fallback("c"))
            .Upstream("a", Replies(400, body: Unsupported)).Upstream("b", Replies(400, body: Unsupported))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 400), In(Routing, attempts: 2), NotCalled("a2"), NotCalled("c"), Journalled("a"), Journalled("b"));

    [Fact]
    public Task another_provider_that_knows_the_parameter_answers() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(400, body: Unsupported)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Rows(("a", 400, ErrorClasses.Unsupported), ("b", 200, null)));

    [Fact]
    public Task where_the_other_provider_has_trouble_of_its_own_the_first_answer_is_relayed() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(400, body: Unsupported)).Upstream("b", Replies(429))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 400), In(Routing, attempts: 2), AnsweredAfter(0.Seconds()));

    [Fact]
    public Task an_error_of_no_known_kind_under_200_costs_nobody_anything_and_the_last_is_relayed() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Streams($"data: {Unknown}\n\n")).Upstream("b", Streams($"data: {Unknown}\n\n"))
            .When(ChatRequest())
            .Then(
                AnsweredBy("b"), In(Routing, attempts: 2), CalledAt("a", 0), CalledAt("b", 0), Journalled("a"), Journalled("b"),
                Rows(("a", 200, ErrorClasses.UnknownError), ("b", 200, ErrorClasses.UnknownError)));

    [Fact]
    public Task what_a_key_cannot_pay_for_goes_elsewhere_and_is_relayed_if_that_fails() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(402, body: Unaffordable)).Upstream("b", Replies(429))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 402), In(Routing, attempts: 2), Journalled("a"));

    [Fact]
    public Task a_scope_that_a_key_lacks_goes_elsewhere_and_the_key_does_not_rest() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(403, body: OutOfScope)).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a"), Rows(("a", 403, ErrorClasses.NotForThisKey), ("b", 200, null)));

    [Fact]
    public Task a_flagged_prompt_is_its_clients_own_and_no_key_rests() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(403, body: Flagged))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 403), NotCalled("b"), Journalled("a"), Rows(("a", 403, ErrorClasses.RequestRefused)));

    [Fact]
    public Task a_400_that_says_the_backend_is_down_is_an_overload() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(400, body: """{"detail":"Function id 'x': DEGRADED function cannot be invoked"}""")).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(CooldownReason.Overloaded, streak: 0, rest: 5.Seconds(), status: 400)));

    [Fact]
    public Task a_400_that_says_the_key_is_wrong_rests_it_and_is_never_relayed() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(400, body: """[{"error":{"code":400,"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}]""")).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(
                CooldownReason.Credentials, streak: 0, rest: 10.Minutes(), status: 400)));

    [Fact]
    public Task a_time_that_only_the_body_names_is_kept_to() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429, body: """[{"error":{"code":429,"details":[{"retryDelay":"34s"}]}}]""")).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(streak: 1, rest: 34.Seconds(), status: 429)));

    [Fact]
    public Task a_stream_that_tells_a_429_later_is_relayed_an_error_in_the_ledger_and_rests_its_backend() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Streams() with { TellsLater = "data: {\"error\":{\"code\":429,\"message\":\"Please retry in 40s\"}}\n\n" })
            .When(ChatRequest())
            .Then(AnsweredBy("a"), Journalled("a", CooldownStarted(streak: 1, rest: 40.Seconds(), status: 200)),
                Rows(("a", 200, ErrorClasses.RateLimited)));

    [Fact]
    public Task a_stream_that_tells_an_unknown_error_later_costs_nobody_anything() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Streams() with { TellsLater = "event: error\ndata: {\"message\":\"oops\"}\n\n" })
            .When(ChatRequest())
            .Then(AnsweredBy("a"), Journalled("a"), Rows(("a", 200, ErrorClasses.UnknownError)));

    [Fact]
    public Task what_is_not_to_be_tried_elsewhere_is_relayed_at_once() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Under(w => w with { Walk = w.Walk with { Routing = w.Walk.Routing with { AlsoTryNext = AlsoTryNext.Of(["model-absent"]) } } })
            .Upstream("a", Replies(413))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 413), In(Routing, attempts: 1), NotCalled("b"), Journalled("a"));

    [Fact]
    public Task a_status_that_the_operator_names_is_tried_elsewhere() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Under(w => w with { Walk = w.Walk with { Routing = w.Walk.Routing with { AlsoTryNext = AlsoTryNext.Of(["422"]) } } })
            .Upstream("a", Replies(422)).Upstream("b", Replies(422))
            .When(ChatRequest())
            .Then(AnsweredBy("a", 422), In(Routing, attempts: 2), Journalled("a"), Journalled("b"));
}
