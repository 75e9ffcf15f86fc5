using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class UpstreamUriTests
{
    [Theory]
    [InlineData("https://h/v1", "https://h/v1/chat/completions")]
    [InlineData("https://h/v1/", "https://h/v1/chat/completions")]
    [InlineData("https://h/v1//", "https://h/v1/chat/completions")]
    [InlineData("https://h/V1", "https://h/V1/chat/completions")]
    [InlineData("https://h/api/v1", "https://h/api/v1/chat/completions")]
    [InlineData("https://h/v1beta/openai", "https://h/v1beta/openai/chat/completions")]
    [InlineData("https://h/v1beta/openai/", "https://h/v1beta/openai/chat/completions")]
    [InlineData("https://h/api/paas/v4", "https://h/api/paas/v4/chat/completions")]
    [InlineData("https://h/api/coding/paas/v4", "https://h/api/coding/paas/v4/chat/completions")]
    [InlineData("https://h/api/v3", "https://h/api/v3/chat/completions")]
    [InlineData("https://h/v1/projects/p/locations/l/endpoints/openapi",
        "https://h/v1/projects/p/locations/l/endpoints/openapi/chat/completions")]
    [InlineData("https://h/v1beta1", "https://h/v1beta1/chat/completions")]
    [InlineData("https://h/v2.1/x", "https://h/v2.1/x/chat/completions")]
    [InlineData("https://h/v1-openai", "https://h/v1-openai/chat/completions")]
    [InlineData("https://h/compatible-mode/v1", "https://h/compatible-mode/v1/chat/completions")]
    public void a_base_url_with_a_version_is_taken_as_sdks_take_it(string baseUrl, string expected) =>
        Assert.Equal(expected, UpstreamUri.Join(baseUrl, null, "/v1/chat/completions"));

    [Theory]
    [InlineData("https://h", "https://h/v1/models")]
    [InlineData("https://h/", "https://h/v1/models")]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/models")]
    [InlineData("https://h/openai", "https://h/openai/v1/models")]
    [InlineData("https://h/anthropic", "https://h/anthropic/v1/models")]
    [InlineData("http://v1", "http://v1/v1/models")]
    [InlineData("http://v1:80/api", "http://v1:80/api/v1/models")]
    [InlineData("https://h/v", "https://h/v/v1/models")]
    [InlineData("https://h/vllm", "https://h/vllm/v1/models")]
    [InlineData("https://h/av1", "https://h/av1/v1/models")]
    public void one_without_is_the_root_that_the_requests_version_stands_under(string baseUrl, string expected) =>
        Assert.Equal(expected, UpstreamUri.Join(baseUrl, null, "/v1/models"));

    [Theory]
    [InlineData("https://h/inference", "", "https://h/inference/models")]
    [InlineData("https://h/openai/deployments/d", "", "https://h/openai/deployments/d/models")]
    [InlineData("https://h", "", "https://h/models")]
    [InlineData("https://h/v1", "/v1", "https://h/v1/v1/models")]
    [InlineData("https://h", "/api/v1", "https://h/api/v1/models")]
    public void a_told_version_path_goes_before_what_the_base_url_looks_like(string baseUrl, string versionPath, string expected) =>
        Assert.Equal(expected, UpstreamUri.Join(baseUrl, versionPath, "/v1/models"));

    [Theory]
    [InlineData("/v1", "https://h/v1")]
    [InlineData("/v1/", "https://h/v1/")]
    [InlineData("/v1/v1/x", "https://h/v1/v1/x")]
    [InlineData("/v1/models/a%2Fb%20%c3%A9//c", "https://h/v1/models/a%2Fb%20%c3%A9//c")]
    [InlineData("/v1beta/models", "https://h/v1/v1beta/models")]
    public void what_the_client_wrote_stays_as_it_wrote_it(string path, string expected) =>
        Assert.Equal(expected, UpstreamUri.Join("https://h/v1", null, path));

    [Theory]
    [InlineData("", "?a=b%20c&d", "?a=b%20c&d")]
    [InlineData("", "?", "?")]
    [InlineData("api-version=1", "", "?api-version=1")]
    [InlineData("api-version=1", "?", "?api-version=1")]
    [InlineData("api-version=1", "?a=b%20c&d", "?api-version=1&a=b%20c&d")]
    [InlineData("api-version=1", "?Api-Version=2&a=b", "?api-version=1&a=b")]
    [InlineData("api-version=1", "?api%2Dversion=2", "?api-version=1")]
    public void the_backends_own_parameters_go_before_the_clients(string own, string query, string expected) =>
        Assert.Equal("https://h/v1/x" + expected, UpstreamUri.Join("https://h/v1", null, "/v1/x", own, query));

    [Fact]
    public void parameters_are_encoded_once()
    {
        var query = UpstreamQuery.Of([KeyValuePair.Create("api-version", "2024-10-21"), KeyValuePair.Create("a b", "c&d=e")]);
        Assert.Equal("api-version=2024-10-21&a%20b=c%26d%3De", query);
        Assert.Equal(["api-version", "a b"], UpstreamQuery.NamesOf(query));
    }

    [Theory]
    [InlineData("gpt-4o", "https://h/openai/deployments/gpt-4o")]
    [InlineData("meta/llama 3", "https://h/openai/deployments/meta%2Fllama%203")]
    [InlineData("a?b#c", "https://h/openai/deployments/a%3Fb%23c")]
    [InlineData(null, "https://h/openai")]
    [InlineData("..", "https://h/openai")]
    public void the_model_is_one_segment_of_the_path(string? model, string expected) =>
        Assert.Equal(expected, UpstreamUri.WithModel("https://h/openai/deployments/{model}", model));

    [Fact]
    public void without_a_model_another_place_says_unknown() =>
        Assert.Equal("https://h/unknown/v1", UpstreamUri.WithModel("https://h/{model}/v1", null));

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData("a\\..\\b")]
    [InlineData("%2e%2e")]
    [InlineData("a%2f..%2fb")]
    [InlineData("%252e%252e%252fadmin")]
    [InlineData("")]
    public void a_model_that_would_lead_out_is_no_segment(string model) => Assert.False(ModelSegment.TryEncode(model, out _));
}
