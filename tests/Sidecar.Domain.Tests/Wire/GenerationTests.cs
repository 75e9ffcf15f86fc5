using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class GenerationTests
{
    [Theory]
    [InlineData("POST", "/v1/chat/completions", true)]
    [InlineData("POST", "/v1/completions", true)]
    [InlineData("POST", "/v1/embeddings", true)]
    [InlineData("POST", "/v1/responses", true)]
    [InlineData("POST", "/v1/responses/", true)]
    [InlineData("POST", "/v1/responses/compact", true)]
    [InlineData("POST", "/v1/messages", true)]
    [InlineData("POST", "/v1/messages/count_tokens", true)]
    [InlineData("POST", "/v1/audio/speech", true)]
    [InlineData("POST", "/v1/rerank", true)]
    [InlineData("GET", "/v1/chat/completions", false)]
    [InlineData("GET", "/v1/responses/resp_1", false)]
    [InlineData("POST", "/v1/responses/resp_1/cancel", false)]
    [InlineData("DELETE", "/v1/responses/resp_1", false)]
    [InlineData("GET", "/v1/files/f/content", false)]
    [InlineData("POST", "/v1/files", false)]
    [InlineData("POST", "/v1/batches", false)]
    [InlineData("POST", "/v1/messages/batches", false)]
    [InlineData("POST", "/v1/vector_stores/v/search", false)]
    [InlineData("GET", "/v1/models", false)]
    public void only_what_makes_something_new_is_a_generation(string method, string path, bool expected) =>
        Assert.Equal(expected, Generation.IsAskedFor(method, path));
}
