using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Upstream;

public sealed class UpstreamAddressTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    [Theory]
    [InlineData("/v1", "", "/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("/v1beta/openai", "", "/v1/chat/completions", "/v1beta/openai/chat/completions")]
    [InlineData("/api/paas/v4/", "", "/v1/chat/completions", "/api/paas/v4/chat/completions")]
    [InlineData("", "", "/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("/anthropic", "dialect = anthropic", "/v1/messages?beta=true", "/anthropic/v1/messages?beta=true")]
    [InlineData("/inference", "version-path = \"\"", "/v1/chat/completions", "/inference/chat/completions")]
    [InlineData("/v1", "version-path = \"/v2\"", "/v1/chat/completions", "/v1/v2/chat/completions")]
    [InlineData("/openai", "version-path = \"/api/v1\"", "/v1/chat/completions", "/openai/api/v1/chat/completions")]
    [InlineData("/openai/deployments/{model}", "version-path = \"\", query { \"api-version\" = \"2024-10-21\" }", "/v1/chat/completions",
        "/openai/deployments/m/chat/completions?api-version=2024-10-21")]
    [InlineData(
        "/openai/deployments/{model}",
            "version-path = \"\", query { \"api-version\" = \"2024-10-21\" }, models = [{ name = m, upstream-name = \"my gpt\" }]",
        "/v1/chat/completions?a=%20b&api-version=1", "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21&a=%20b")]
    [InlineData("/{model}/v1", "", "/v1/chat/completions", "/m/v1/chat/completions")]
    [InlineData("", "preset = deepseek", "/v1/chat/completions", "/chat/completions")]
    [InlineData("/inference", "preset = github-models", "/v1/chat/completions", "/inference/chat/completions")]
    [InlineData("/anthropic", "preset = deepseek, dialect = anthropic", "/v1/messages", "/anthropic/v1/messages")]
    [InlineData("/openai/v1", "preset = azure", "/v1/chat/completions", "/openai/v1/chat/completions")]
    public async Task base_url_version_and_path_are_joined(string basePath, string more, string path, string expected)
    {
        await using var upstream = new RawUpstream(Ok);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.Root + basePath, more: more) + Calm);

        using var response = await sidecar.Post(path: path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal($"POST {expected} HTTP/1.1", Assert.Single(upstream.Received).Split("\r\n")[0]);
    }

    [Fact]
    public async Task a_request_without_a_model_goes_beside_the_deployments()
    {
        await using var upstream = new RawUpstream(Ok);
        await using var sidecar = await RunningSidecar.Start(Backend(
            "a", upstream.Root + "/openai/deployments/{model}", more: "version-path = \"\"") + Calm);

        using var response = await sidecar.Get("/v1/files");

        Assert.Equal("GET /openai/files HTTP/1.1", Assert.Single(upstream.Received).Split("\r\n")[0]);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../admin")]
    [InlineData("%2e%2e%2fadmin")]
    public async Task no_model_leads_out_of_the_base_url(string model)
    {
        await using var upstream = new RawUpstream(Ok);
        await using var sidecar = await RunningSidecar.Start(Backend(
            "a", upstream.Root + "/openai/deployments/{model}", more: "version-path = \"\"") + Calm);

        using var response = await sidecar.Post($$"""{"model":"{{model}}"}""");

        Assert.NotEqual(200, (int)response.StatusCode);
        Assert.Empty(upstream.Received);
    }

    [Fact]
    public async Task a_length_beside_a_transfer_encoding_is_not_believed()
    {
        await using var upstream = new RawUpstream(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\nTransfer-Encoding: "
                + "chunked\r\n\r\n9\r\n{\"a\":\"bcd\r\n8\r\nefghij\"}\r\n0\r\n\r\n");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal("""{"a":"bcdefghij"}""", await response.Text());
        Assert.Null(response.Header("content-length"));
    }
}
