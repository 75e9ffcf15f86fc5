using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class OpenAiErrorTests
{
    [Fact]
    public void an_error_is_json_in_the_clients_shape() => Assert.Equal(
        """{"error":{"message":"Service unavailable: all provider pools exhausted","type":"AllPoolsExhausted","code":"all_pools_exhausted","param":null}}""",
        Encoding.UTF8.GetString(OpenAiError.ToJson("Service unavailable: all provider pools exhausted", "AllPoolsExhausted", "all_pools_exhausted")));

    [Fact]
    public void an_error_within_a_stream_is_one_whole_event()
    {
        var bytes = OpenAiError.ToSseEvent("a\nb \"c\"", "t", "c");
        Assert.Equal("data: {\"error\":{\"message\":\"a\\nb \\u0022c\\u0022\",\"type\":\"t\",\"code\":\"c\",\"param\":null}}\n\n", Encoding.UTF8.GetString(bytes));
        Assert.Equal(bytes.Length, SseFraming.FirstEventEnd(bytes));
    }
}
