using System.Text;
using CsCheck;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class AnswerSignalsTests
{
    private static AnswerSignal Json(string body) => AnswerSignals.ReadJson(Encoding.UTF8.GetBytes(body));

    private static AnswerSignal Event(string body) => AnswerSignals.ReadFirstEvent(Encoding.UTF8.GetBytes(body));

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
    [InlineData("""{"status":429,"detail":"cut off in the mid""")]
    [InlineData("""{"error":{"code":429,"message":"cut off""")]
    [InlineData("\uFEFF {\"status\":429}")]
    [InlineData("""{"status":429} and more""")]
    public void a_rate_limit_in_the_body_is_seen_in_every_dialect(string body) => Assert.Equal(AnswerSignal.RateLimited, Json(body));

    [Theory]
    [InlineData("""{"message":"ResourceExhausted: All workers are busy, please retry later","type":"Service Unavailable","code":503}""", AnswerSignal.Overloaded)]
    [InlineData("""{"error":{"message":"ResourceExhausted: Worker local total request limit reached (288/48)"}}""", AnswerSignal.Overloaded)]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", AnswerSignal.Overloaded)]
    [InlineData("""{"error":{"code":529}}""", AnswerSignal.Overloaded)]
    [InlineData("""{"error":{"code":401}}""", AnswerSignal.CredentialsRejected)]
    [InlineData("""{"error":{"type":"invalid_request_error","code":"invalid_api_key"}}""", AnswerSignal.CredentialsRejected)]
    [InlineData("""{"status":402}""", AnswerSignal.CredentialsRejected)]
    [InlineData("""{"status":403}""", AnswerSignal.CredentialsRejected)]
    [InlineData("""{"error":{"code":502,"message":"Provider returned error"}}""", AnswerSignal.Failed)]
    [InlineData("""{"error":{"type":"server_error"}}""", AnswerSignal.Failed)]
    [InlineData("""{"status":408}""", AnswerSignal.Failed)]
    [InlineData("""{"error":{"type":"invalid_request_error","code":null}}""", AnswerSignal.RequestRejected)]
    [InlineData("""{"code":404}""", AnswerSignal.RequestRejected)]
    [InlineData("""{"error":{"code":"context_length_exceeded"}}""", AnswerSignal.RequestRejected)]
    public void other_codes_and_words_are_told_apart(string body, AnswerSignal expected) => Assert.Equal(expected, Json(body));

    [Theory]
    [InlineData("""{"id":"chatcmpl-1","object":"chat.completion","choices":[{"message":{"role":"assistant","content":"{\"status\":429,\"error\":{\"code\":429}}"}}],"usage":{}}""")]
    [InlineData("""{"id":"resp_1","object":"response","status":"completed","error":null,"output":[]}""")]
    [InlineData("""{"status":"completed","error":null,"incomplete_details":null}""")]
    [InlineData("""{"choices":[],"code":429}""")]
    [InlineData("""{"code":429,"choices":[]}""")]
    [InlineData("""{"status":500,"data":[{"embedding":[0.1]}]}""")]
    [InlineData("""{"object":"fine_tuning.job","status":"failed","error":{"code":"rate_limit_exceeded"}}""")]
    [InlineData("""{"type":"message","role":"assistant","content":[{"type":"text","text":"429"}]}""")]
    [InlineData("""{"code":0,"message":"ok"}""")]
    [InlineData("""{"code":200,"status":"ok"}""")]
    [InlineData("""{"status":399}""")]
    [InlineData("""{"status":600}""")]
    [InlineData("""{"status":429.5}""")]
    [InlineData("""{"status":"rate_limit_exceeded"}""")]
    [InlineData("""{"type":"rate_limit_error"}""")]
    [InlineData("""{"message":"Too Many Requests"}""")]
    [InlineData("""{"error":{}}""")]
    [InlineData("""{"error":""}""")]
    [InlineData("""{"error":false}""")]
    [InlineData("""{"error":{"message":"something else"}}""")]
    [InlineData("""{"error":{"details":{"code":429,"status":"RESOURCE_EXHAUSTED"}}}""")]
    [InlineData("""{"nested":{"status":429,"error":{"code":429}}}""")]
    [InlineData("""{"x":["status",429],"y":"error"}""")]
    [InlineData("[]")]
    [InlineData("[429]")]
    [InlineData("429")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"status\":42")]
    [InlineData("<html>429 Too Many Requests</html>")]
    public void an_answer_that_does_not_plainly_say_so_is_no_error(string body) => Assert.Equal(AnswerSignal.None, Json(body));

    [Theory]
    [InlineData("nim-rate-limited", AnswerSignal.RateLimited)]
    [InlineData("nim-workers-busy", AnswerSignal.Overloaded)]
    [InlineData("anthropic-overloaded", AnswerSignal.Overloaded)]
    [InlineData("openrouter-error", AnswerSignal.Failed)]
    [InlineData("bad-request-error", AnswerSignal.RequestRejected)]
    [InlineData("bare-error", AnswerSignal.RateLimited)]
    public void a_stream_that_begins_with_an_error_is_one(string stream, AnswerSignal expected) =>
        Assert.Equal(expected, AnswerSignals.ReadFirstEvent(EventStreams.Read(stream)));

    [Fact]
    public void every_other_recorded_stream_is_ordinary()
    {
        var ordinary = EventStreams.Names.Where(n => !n.Contains("error", StringComparison.Ordinal) && !n.StartsWith("nim-", StringComparison.Ordinal) && n != "anthropic-overloaded").ToList();
        Assert.True(ordinary.Count > 15);
        Assert.All(ordinary, n => Assert.Equal(AnswerSignal.None, AnswerSignals.ReadFirstEvent(EventStreams.Read(n))));
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"no idea\"}}\n\n", AnswerSignal.RateLimited)]
    [InlineData("data: {\"error\":\"no idea\"}\n\n", AnswerSignal.RateLimited)]
    [InlineData("data: {\"error\":{\"code\":422}}\n\n", AnswerSignal.RequestRejected)]
    [InlineData("data: {\"error\":{\"code\":500}}\n\n", AnswerSignal.Failed)]
    [InlineData("event: error\ndata: {\"code\":401}\n\n", AnswerSignal.CredentialsRejected)]
    [InlineData("data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"x\"}\n\n", AnswerSignal.Failed)]
    [InlineData("data: {\"object\":\"error\",\"code\":400}\n\n", AnswerSignal.RequestRejected)]
    [InlineData("data: {\"choices\":[],\"error\":{\"code\":429}}\n\n", AnswerSignal.RateLimited)]
    [InlineData(": ping\n\nevent: ping\n\ndata: {\"status\":429}\n\n", AnswerSignal.RateLimited)]
    [InlineData("\uFEFFdata: {\"status\":429}\n\n", AnswerSignal.RateLimited)]
    [InlineData("data: {\"status\":\ndata: 429}\n\n", AnswerSignal.RateLimited)]
    [InlineData("data: {\"status\":429}", AnswerSignal.RateLimited)]
    [InlineData("data: {}\r\n\r\ndata: {\"status\":429}\r\n\r\n", AnswerSignal.None)]
    [InlineData("event: error\n\ndata: {\"choices\":[{}]}\n\n", AnswerSignal.None)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"error 429\"}}],\"error\":null}\n\n", AnswerSignal.None)]
    [InlineData("data: [DONE]\n\n", AnswerSignal.None)]
    [InlineData(": ping\n\n", AnswerSignal.None)]
    [InlineData("data: hello\n\n", AnswerSignal.None)]
    [InlineData("", AnswerSignal.None)]
    public void the_first_event_with_data_decides(string stream, AnswerSignal expected) => Assert.Equal(expected, Event(stream));

    [Fact]
    public void no_bytes_whatever_throw() => Gen.Select(Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 400]).Sample((at, value, length) =>
    {
        var body = """{"error":{"message":"é \"q\" \u0041","type":"t","code":"c"},"status":429,"object":"x","content":[{"a":{}}],"type":"error"}"""u8.ToArray();
        body[at % body.Length] = value;
        var cut = body.AsSpan(0, Math.Min(length, body.Length));
        Assert.True(Enum.IsDefined(AnswerSignals.ReadJson(cut)));
        Assert.True(Enum.IsDefined(AnswerSignals.ReadFirstEvent([.. "data: "u8, .. cut])));
    }, iter: 2000);

    [Fact]
    public void the_order_of_fields_does_not_matter()
    {
        string[] fields = ["\"status\":429", "\"title\":\"Too Many Requests\"", "\"detail\":{\"code\":500}", "\"data\":null"];
        Gen.Shuffle(fields).Sample(order => Json($"{{{string.Join(',', order)}}}") == AnswerSignal.RateLimited);
    }
}
