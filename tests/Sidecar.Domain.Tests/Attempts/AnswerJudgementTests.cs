using System.Text;
using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Tests.Wire;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Attempts;

public class AnswerJudgementTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static AttemptVerdict Judge(int status, string body, bool own = true, bool generation = true, bool stream = false) =>
        AnswerJudgement.Of(new AnswerHead(status, generation, own, stream), Encoding.UTF8.GetBytes(body), Now).Verdict;

    private static AttemptVerdict Json(string body) => Judge(200, body);

    private static AttemptVerdict Event(string body) => Judge(200, body, stream: true);

    [Theory]
    [InlineData(200, AttemptVerdict.Success)]
    [InlineData(201, AttemptVerdict.Success)]
    [InlineData(204, AttemptVerdict.Success)]
    [InlineData(302, AttemptVerdict.Success)]
    [InlineData(304, AttemptVerdict.Success)]
    [InlineData(400, AttemptVerdict.Success)]
    [InlineData(404, AttemptVerdict.Success)]
    [InlineData(409, AttemptVerdict.Success)]
    [InlineData(410, AttemptVerdict.Success)]
    [InlineData(413, AttemptVerdict.TooLarge)]
    [InlineData(422, AttemptVerdict.Success)]
    [InlineData(401, AttemptVerdict.CredentialsRejected)]
    [InlineData(402, AttemptVerdict.CredentialsRejected)]
    [InlineData(403, AttemptVerdict.CredentialsRejected)]
    [InlineData(408, AttemptVerdict.FailedAnswer)]
    [InlineData(429, AttemptVerdict.RateLimited)]
    [InlineData(498, AttemptVerdict.Overloaded)]
    [InlineData(500, AttemptVerdict.FailedAnswer)]
    [InlineData(501, AttemptVerdict.UnknownError)]
    [InlineData(502, AttemptVerdict.FailedAnswer)]
    [InlineData(503, AttemptVerdict.Overloaded)]
    [InlineData(504, AttemptVerdict.FailedAnswer)]
    [InlineData(505, AttemptVerdict.UnknownError)]
    [InlineData(507, AttemptVerdict.FailedAnswer)]
    [InlineData(520, AttemptVerdict.FailedAnswer)]
    [InlineData(524, AttemptVerdict.FailedAnswer)]
    [InlineData(529, AttemptVerdict.Overloaded)]
    [InlineData(530, AttemptVerdict.FailedAnswer)]
    [InlineData(599, AttemptVerdict.FailedAnswer)]
    public void the_status_alone_decides_as_the_contract_says(int status, AttemptVerdict verdict)
    {
        Assert.Equal(verdict, Judge(status, ""));
        Assert.Equal(verdict, Judge(status, "", generation: false));
    }

    [Theory]
    [InlineData("""{"status":429,"title":"Too Many Requests"}""")]
    [InlineData("""{"title":"Too Many Requests","detail":{"x":[1]},"status":429}""")]
    [InlineData("""{"status":"429"}""")]
    [InlineData("""{"code":429,"data":null,"message":"slow down"}""")]
    [InlineData("""{"error":"slow down","status_code":429}""")]
    [InlineData("""{"error":{"code":429}}""")]
    [InlineData("""{"error":{"code":"429"}}""")]
    [InlineData("""{"error":{"message":"…","type":"requests","param":null,"code":"rate_limit_exceeded"}}""")]
    [InlineData("""{"error":{"type":"rate_limit_error"}}""")]
    [InlineData("""{"error":{"code":null,"status":"RESOURCE_EXHAUSTED"}}""")]
    [InlineData("""{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}""")]
    [InlineData("""{"error":"Too Many Requests"}""")]
    [InlineData("""[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}]""")]
    [InlineData("""{"type":"error","error":{"type":"rate_limit_error","message":"…"}}""")]
    [InlineData("""{"object":"error","message":"…","type":"RateLimitError","code":429}""")]
    [InlineData("""{"id":"oX1","error":{"type":"rate_limit"}}""")]
    [InlineData("""{"choices":[],"error":{"code":429}}""")]
    [InlineData("""{"choices":null,"error":{"code":429}}""")]
    [InlineData("""{"status":429,"detail":"cut off in the mid""")]
    [InlineData("""{"error":{"code":429,"message":"cut off""")]
    [InlineData("\uFEFF {\"status\":429}")]
    [InlineData("\r\n\t {\"error\":{\"code\":429}}")]
    [InlineData("""{"status":429} and more""")]
    [InlineData("""{"choices":[{"error":{"code":429,"message":"…"},"finish_reason":"error","message":{"role":"assistant","content":""}}]}""")]
    [InlineData("""{"choices":[{"finish_reason":"error","index":0,"message":{"role":"assistant","content":"half"},"error":{"code":429}}]}""")]
    [InlineData("""{"id":"gen-1","object":"chat.completion","choices":[{"message":{"role":"assistant","content":null,"refusal":null},"error":{"code":429}}]}""")]
    [InlineData("""{"choices":[{"text":null,"error":{"code":"rate_limit_exceeded"}}]}""")]
    public void a_rate_limit_in_the_body_is_seen_in_every_dialect(string body) => Assert.Equal(AttemptVerdict.RateLimited, Json(body));

    [Theory]
    [InlineData("""{"message":"ResourceExhausted: All workers are busy, please retry later","type":"Service Unavailable","code":503}""", AttemptVerdict.Overloaded)]
    [InlineData("""{"error":{"message":"ResourceExhausted: Worker local total request limit reached (288/48)"}}""", AttemptVerdict.Overloaded)]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", AttemptVerdict.Overloaded)]
    [InlineData("""{"error":{"code":529}}""", AttemptVerdict.Overloaded)]
    [InlineData("""{"error":{"code":401}}""", AttemptVerdict.CredentialsRejected)]
    [InlineData("""{"error":{"type":"invalid_request_error","code":"invalid_api_key"}}""", AttemptVerdict.CredentialsRejected)]
    [InlineData("""{"status":402}""", AttemptVerdict.CredentialsRejected)]
    [InlineData("""{"error":{"code":502,"message":"Provider returned error"}}""", AttemptVerdict.FailedTransport)]
    [InlineData("""{"error":{"type":"server_error"}}""", AttemptVerdict.FailedTransport)]
    [InlineData("""{"status":408}""", AttemptVerdict.FailedTransport)]
    [InlineData("""{"error":{"type":"invalid_request_error","code":null}}""", AttemptVerdict.UnknownError)]
    [InlineData("""{"code":404}""", AttemptVerdict.UnknownError)]
    [InlineData("""{"error":{"code":"context_length_exceeded"}}""", AttemptVerdict.TooLarge)]
    [InlineData("""{"error":{"message":"something else"}}""", AttemptVerdict.UnknownError)]
    [InlineData("""{"error":"something else"}""", AttemptVerdict.UnknownError)]
    [InlineData("""{"error":true,"message":"something else"}""", AttemptVerdict.UnknownError)]
    [InlineData("""{"errors":["something else"]}""", AttemptVerdict.UnknownError)]
    [InlineData("""{"success":false,"message":"something else"}""", AttemptVerdict.UnknownError)]
    [InlineData("""{"error":"rate_limit_exceeded"}""", AttemptVerdict.RateLimited)]
    [InlineData("""{"error":"model_not_found"}""", AttemptVerdict.ModelAbsent)]
    public void other_errors_under_a_success_are_told_apart(string body, AttemptVerdict expected) => Assert.Equal(expected, Json(body));

    [Theory]
    [InlineData("""{"id":"chatcmpl-1","object":"chat.completion","choices":[{"message":{"role":"assistant","content":"{\"status\":429,\"error\":{\"code\":429}}"}}],"usage":{}}""")]
    [InlineData("""{"id":"resp_1","object":"response","status":"completed","error":null,"output":[]}""")]
    [InlineData("""{"status":"completed","error":null,"incomplete_details":null}""")]
    [InlineData("""{"choices":[],"code":429}""")]
    [InlineData("""{"code":429,"choices":[]}""")]
    [InlineData("""{"status":500,"data":[{"embedding":[0.1]}]}""")]
    [InlineData("""{"type":"message","role":"assistant","content":[{"type":"text","text":"429"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"hi"}}],"error":{"code":429}}""")]
    [InlineData("""{"choices":[{"message":{"content":"hi"},"error":{"code":429}}]}""")]
    [InlineData("""{"choices":[{"finish_reason":"stop","error":null,"message":{"content":"{\"error\":{\"code\":429}}"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"","tool_calls":[{"function":{"arguments":"{\"error\":{\"code\":429}}"}}]}}]}""")]
    [InlineData("""{"code":0,"message":"ok"}""")]
    [InlineData("""{"code":200,"status":"ok"}""")]
    [InlineData("""{"status":399}""")]
    [InlineData("""{"status":600}""")]
    [InlineData("""{"status":429.5}""")]
    [InlineData("""{"status":"rate_limit_exceeded"}""")]
    [InlineData("""{"type":"rate_limit_error"}""")]
    [InlineData("""{"message":"Too Many Requests"}""")]
    [InlineData("""{"error":{}}""")]
    [InlineData("""{"error":[]}""")]
    [InlineData("""{"error":""}""")]
    [InlineData("""{"error":false}""")]
    [InlineData("""{"nested":{"status":429,"error":{"code":429}}}""")]
    [InlineData("""{"x":["status",429],"y":"error"}""")]
    [InlineData("[]")]
    [InlineData("[429]")]
    [InlineData("429")]
    [InlineData("\"Rate limit exceeded\"")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"status\":42")]
    [InlineData("<html>429 Too Many Requests</html>")]
    [InlineData("Too Many Requests")]
    public void an_answer_that_does_not_plainly_say_so_is_no_error(string body) => Assert.Equal(AttemptVerdict.Success, Json(body));

    [Theory]
    [InlineData("nim-rate-limited", AttemptVerdict.RateLimited)]
    [InlineData("nim-workers-busy", AttemptVerdict.Overloaded)]
    [InlineData("anthropic-overloaded", AttemptVerdict.Overloaded)]
    [InlineData("openrouter-error", AttemptVerdict.FailedTransport)]
    [InlineData("bad-request-error", AttemptVerdict.Unsupported)]
    [InlineData("bare-error", AttemptVerdict.UnknownError)]
    public void a_stream_that_begins_with_an_error_is_one(string stream, AttemptVerdict expected) =>
        Assert.Equal(expected, AnswerJudgement.Of(new AnswerHead(200, true, true, true), EventStreams.Read(stream), Now).Verdict);

    [Fact]
    public void every_other_recorded_stream_is_ordinary()
    {
        var ordinary = EventStreams.Names.Where(n => !n.Contains("error", StringComparison.Ordinal)
            && !n.StartsWith("nim-", StringComparison.Ordinal) && n != "anthropic-overloaded").ToList();
        Assert.True(ordinary.Count > 15);
        Assert.All(ordinary, n => Assert.Equal(AttemptVerdict.Success,
            AnswerJudgement.Of(new AnswerHead(200, true, true, true), EventStreams.Read(n), Now).Verdict));
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"no idea\"}}\n\n", AttemptVerdict.UnknownError)]
    [InlineData("data: {\"error\":\"no idea\"}\n\n", AttemptVerdict.UnknownError)]
    [InlineData("data: {\"error\":{\"code\":422}}\n\n", AttemptVerdict.UnknownError)]
    [InlineData("data: {\"error\":{\"code\":500}}\n\n", AttemptVerdict.FailedTransport)]
    [InlineData("event: error\ndata: {\"code\":401}\n\n", AttemptVerdict.CredentialsRejected)]
    [InlineData("event: error\ndata: {\"message\":\"no idea\"}\n\n", AttemptVerdict.UnknownError)]
    [InlineData("data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"x\"}\n\n", AttemptVerdict.FailedTransport)]
    [InlineData("data: {\"object\":\"error\",\"code\":400}\n\n", AttemptVerdict.UnknownError)]
    [InlineData("data: {\"choices\":[],\"error\":{\"code\":429}}\n\n", AttemptVerdict.RateLimited)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"error\":{\"code\":429}}\n\n", AttemptVerdict.RateLimited)]
    [InlineData(": ping\n\nevent: ping\n\ndata: {\"status\":429}\n\n", AttemptVerdict.RateLimited)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\ndata: "
        + "{\"error\":{\"code\":429}}\n\n", AttemptVerdict.RateLimited)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\ndata: "
        + "{\"error\":{\"code\":429}}\n\n", AttemptVerdict.Success)]
    [InlineData("\uFEFFdata: {\"status\":429}\n\n", AttemptVerdict.RateLimited)]
    [InlineData("data: {\"status\":\ndata: 429}\n\n", AttemptVerdict.RateLimited)]
    [InlineData("data: {\"status\":429}", AttemptVerdict.RateLimited)]
    [InlineData(" {\"error\":{\"code\":429}}", AttemptVerdict.RateLimited)]
    [InlineData("data: {}\r\n\r\ndata: {\"status\":429}\r\n\r\n", AttemptVerdict.Success)]
    [InlineData("event: error\n\ndata: {\"choices\":[{}]}\n\n", AttemptVerdict.Success)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"error 429\"}}],\"error\":null}\n\n", AttemptVerdict.Success)]
    [InlineData("data: [DONE]\n\n", AttemptVerdict.Success)]
    [InlineData(": ping\n\n", AttemptVerdict.Success)]
    [InlineData("data: hello\n\n", AttemptVerdict.Success)]
    [InlineData("", AttemptVerdict.Success)]
    public void the_first_event_that_says_something_decides(string stream, AttemptVerdict expected) =>
        Assert.Equal(expected, Event(stream));

    [Theory]
    [InlineData(429, """{"error":{"message":"Limit 8000, Requested 20449"}}""", AttemptVerdict.TooLarge)]
    [InlineData(429, """{"error":{"message":"TPM: Limit: 8,000 / Requested: 20,449"}}""", AttemptVerdict.TooLarge)]
    [InlineData(429, """{"error":{"message":"You requested 20449 tokens, the limit is 8000"}}""", AttemptVerdict.TooLarge)]
    [InlineData(429, """{"detail":"Your request of 20449 tokens exceeds the limit of 8000"}""", AttemptVerdict.TooLarge)]
    [InlineData(429, """{"error":{"message":"Limit 8000, Used 7900, Requested 449"}}""", AttemptVerdict.RateLimited)]
    [InlineData(429, """{"error":{"message":"Rate limit reached for gpt-4 (3 requests). Requested 5000."}}""", AttemptVerdict.RateLimited)]
    [InlineData(429, "Limit 8000, Requested 20449", AttemptVerdict.TooLarge)]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded","limit":8000,"requested":20449}}""", AttemptVerdict.TooLarge)]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded","limit":8000,"requested":449}}""", AttemptVerdict.RateLimited)]
    [InlineData(429, "not json", AttemptVerdict.RateLimited)]
    [InlineData(413, "<html>413</html>", AttemptVerdict.TooLarge)]
    [InlineData(413, """{"error":{"message":"Limit 8000, Requested 20449"}}""", AttemptVerdict.TooLarge)]
    public void a_limit_that_the_request_itself_exceeds_is_not_used_up(int status, string body, AttemptVerdict expected) =>
        Assert.Equal(expected, Judge(status, body));

    [Theory]
    [InlineData(400, """{"error":{"message":"Rate limits are described in the documentation"}}""")]
    [InlineData(400, """{"error":{"code":500,"message":"x"}}""")]
    [InlineData(400, """{"error":{"message":"messages: at least one message is required","type":"invalid_request_error","param":"messages"}}""")]
    [InlineData(404, """{"error":{"message":"No such File object: file-1","type":"invalid_request_error","param":"id","code":null}}""")]
    [InlineData(404, """{"detail":"Not Found"}""")]
    [InlineData(404, "<html>404 Not Found</html>")]
    [InlineData(422, """{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required"}]}""")]
    [InlineData(422, """{"error":{"message":"Invalid value for temperature","type":"invalid_request_error","param":"temperature","code":"invalid_value"}}""")]
    [InlineData(422, """{"code":"InvalidParameter","message":"The parameter temperature is wrong"}""")]
    [InlineData(409, """{"error":{"message":"Conflict"}}""")]
    public void a_4xx_is_the_requests_own_unless_it_says_otherwise(int status, string body) =>
        Assert.Equal(AttemptVerdict.Success, Judge(status, body));

    [Theory]
    [InlineData(403, """{"error":{"message":"Request blocked: your prompt was flagged by the moderation"}}""", AttemptVerdict.RequestRefused)]
    [InlineData(403, """{"error":{"message":"Your account was flagged for abuse"}}""", AttemptVerdict.CredentialsRejected)]
    [InlineData(403, """{"error":{"message":"This message violates our usage policies."}}""", AttemptVerdict.RequestRefused)]
    [InlineData(402, """{"error":{"message":"Insufficient credits for this request: $0.32 needed, $0.10 left"}}""", AttemptVerdict.NotForThisKey)]
    [InlineData(402, """{"error":{"message":"Payment required"}}""", AttemptVerdict.CredentialsRejected)]
    [InlineData(400, """{"detail":"Function id 'x': INACTIVE function cannot be invoked"}""", AttemptVerdict.Overloaded)]
    [InlineData(400, """{"error":"Bad Request: The endpoint is paused, ask a maintainer to restart it"}""", AttemptVerdict.Overloaded)]
    [InlineData(404, """{"detail":{"error":{"code":"model_not_found"}}}""", AttemptVerdict.ModelAbsent)]
    [InlineData(400, """{"message":"The provided model identifier is invalid."}""", AttemptVerdict.ModelAbsent)]
    [InlineData(422, """{"detail":[{"type":"value_error.extra","loc":["body","top_k"],"msg":"extra fields not permitted"}]}""", AttemptVerdict.Unsupported)]
    [InlineData(400, """{"error":{"message":"Invalid 'temperature': decimal above maximum value.","type":"invalid_request_error","param":"temperature","code":"decimal_above_max_value"}}""", AttemptVerdict.Unsupported)]
    public void known_words_of_others_count_as_well(int status, string body, AttemptVerdict expected) =>
        Assert.Equal(expected, Judge(status, body));

    [Fact]
    public void a_refusal_of_the_clients_own_key_is_the_clients_in_the_body_too()
    {
        Assert.Equal(AttemptVerdict.ClientCredentialsRejected, Judge(200, """{"error":{"code":401}}""", own: false));
        Assert.Equal(AttemptVerdict.ClientCredentialsRejected, Judge(400, """{"error":{"code":"invalid_api_key"}}""", own: false));
        Assert.Equal(AttemptVerdict.ClientCredentialsRejected, Judge(402, """{"error":{"message":"You can only afford 3"}}""", own: false));
    }

    [Fact]
    public void a_scope_that_a_key_lacks_for_fetching_says_nothing_of_generating() =>
        Assert.Equal(AttemptVerdict.NotForThisKey, Judge(403, """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.files.read"}}""", generation: false));

    [Theory]
    [InlineData("data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n", AttemptVerdict.RateLimited)]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n", AttemptVerdict.Overloaded)]
    [InlineData("data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\"}}}\n\n",
        AttemptVerdict.FailedTransport)]
    [InlineData("data: {\"choices\":[],\"usage\":{\"total_tokens\":1},\"error\":{\"message\":\"?\"}}\n\n", AttemptVerdict.UnknownError)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"429\"}}]}\n\n", AttemptVerdict.Success)]
    [InlineData("data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"error\":null}}\n\n",
        AttemptVerdict.Success)]
    [InlineData("data: [DONE]\n\n", AttemptVerdict.Success)]
    public void a_later_event_is_judged_by_itself(string @event, AttemptVerdict expected) =>
        Assert.Equal(expected, AnswerJudgement.OfEvent(Encoding.UTF8.GetBytes(@event), true, Now).Verdict);

    [Theory]
    [InlineData("""{"error":{"message":"Please try again in 20ms."}}""", 0.02)]
    [InlineData("""{"error":{"message":"Try again in 6m0s"}}""", 360.0)]
    [InlineData("""{"error":{"message":"x. Please retry after 26 seconds."}}""", 26.0)]
    [InlineData("""{"error":{"message":"Please try again in 3 minutes"}}""", 180.0)]
    [InlineData("""{"message":"You are being rate limited.","retry_after":1.5}""", 1.5)]
    [InlineData("""{"error":{"retry_after":"30"}}""", 30.0)]
    [InlineData("""{"error":{"retry_after_ms":1500}}""", 1.5)]
    [InlineData("""{"error":{"metadata":{"retry_after_seconds":12}}}""", 12.0)]
    [InlineData("""{"error":{"resets_in_seconds":77,"message":"Try again in 3 minutes"}}""", 77.0)]
    [InlineData("""{"error":{"details":[{"metadata":{"quotaResetDelay":"1s"}},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1m30s"}]}}""", 90.0)]
    [InlineData("""{"error":{"metadata":{"headers":{"Retry-After":"17"}}}}""", 17.0)]
    [InlineData("""{"error":{"metadata":{"headers":{"X-RateLimit-Remaining":"5","X-RateLimit-Reset":"17"}}}}""", null)]
    [InlineData("""{"error":{"resets_at":"2026-03-01T12:05:00Z"}}""", 300.0)]
    [InlineData("""{"error":{"resets_at":"2026-03-01T11:05:00Z"}}""", null)]
    [InlineData("""{"error":{"retry_after":"soon"}}""", null)]
    [InlineData("""{"error":{"message":"Try again in a while"}}""", null)]
    public void a_body_names_the_time_in_many_ways(string body, double? seconds) =>
        Assert.Equal(seconds, AnswerJudgement.Of(new AnswerHead(429, true, true, false), Encoding.UTF8.GetBytes(body), Now)
            .RetryAfter?.TotalSeconds);

    [Fact]
    public void a_time_is_read_from_no_other_kind() =>
        Assert.Null(AnswerJudgement.Of(new AnswerHead(400, true, true, false), """{"error":{"retry_after":5}}"""u8, Now).RetryAfter);

    [Fact]
    public void the_order_of_fields_does_not_matter()
    {
        string[] fields = ["\"status\":429", "\"title\":\"Too Many Requests\"", "\"detail\":{\"code\":500}", "\"data\":null"];
        Gen.Shuffle(fields).Sample(order => Json($"{{{string.Join(',', order)}}}") == AttemptVerdict.RateLimited);
    }
}
