using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class OwnErrorTests
{
    private static readonly OwnError Exhausted = new(503, "Service unavailable: all provider pools exhausted", "AllPoolsExhausted",
        "all_pools_exhausted");

    [Theory]
    [InlineData(ClientDialect.Chat)]
    [InlineData(ClientDialect.Responses)]
    public void an_error_is_json_in_openais_shape(ClientDialect dialect) => Assert.Equal(
        """{"error":{"message":"Service unavailable: all provider pools exhausted","type":"AllPoolsExhausted","code":"all_pools_exhausted","param":null}}""",
        Encoding.UTF8.GetString(Exhausted.ToJson(dialect, "r1")));

    [Theory]
    [InlineData(401, "authentication_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(400, "invalid_request_error")]
    [InlineData(426, "invalid_request_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(503, "overloaded_error")]
    public void messages_get_anthropics_shape_and_names(int status, string type) => Assert.Equal(
        $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"no"},"request_id":"r1"}""",
        Encoding.UTF8.GetString(new OwnError(status, "no", "t", "c").ToJson(ClientDialect.Messages, "r1")));

    [Theory]
    [InlineData(ClientDialect.Chat, "data: {\"error\":{\"message\":\"a\\nb\",\"type\":\"t\",\"code\":\"c\",\"param\":null}}\n\n")]
    [InlineData(ClientDialect.Messages,
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"a\\nb\"},\"request_id\":\"r1\"}\n\n")]
    [InlineData(ClientDialect.Responses,
        "event: error\ndata: {\"type\":\"error\",\"code\":\"c\",\"message\":\"a\\nb\",\"param\":null,\"sequence_number\":7,\"error\":{\"message\":\"a\\nb\",\"type\":\"t\",\"code\":\"c\",\"param\":null}}\n\n")]
    public void within_a_stream_it_is_one_whole_event_as_the_dialect_names_it(ClientDialect dialect, string expected)
    {
        var bytes = new OwnError(503, "a\nb", "t", "c").ToSseEvent(dialect, "r1", 7);

        Assert.Equal(expected, Encoding.UTF8.GetString(bytes));
        Assert.Equal(bytes.Length, SseFraming.FirstEventEnd(bytes));
    }

    [Theory]
    [InlineData("/v1/messages", ClientDialect.Messages)]
    [InlineData("/v1/messages/count_tokens", ClientDialect.Messages)]
    [InlineData("/v1/messages?beta=true", ClientDialect.Messages)]
    [InlineData("/v1/messagesx", ClientDialect.Chat)]
    [InlineData("/v1/responses", ClientDialect.Responses)]
    [InlineData("/v1/responses/r1/cancel", ClientDialect.Responses)]
    [InlineData("/v1/chat/completions", ClientDialect.Chat)]
    [InlineData("/v1/embeddings", ClientDialect.Chat)]
    [InlineData("", ClientDialect.Chat)]
    public void the_path_tells_the_dialect(string path, ClientDialect dialect) => Assert.Equal(dialect, ClientDialects.OfPath(path));
}
