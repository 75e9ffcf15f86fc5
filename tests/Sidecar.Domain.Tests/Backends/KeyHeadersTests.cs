using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Tests.Backends;

public class KeyHeadersTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1", KeyHeader.Bearer)]
    [InlineData("https://r.openai.azure.com/openai/v1", KeyHeader.ApiKey)]
    [InlineData("https://R.OpenAI.Azure.Com/openai/v1", KeyHeader.ApiKey)]
    [InlineData("https://r.openai.azure.us/openai/v1", KeyHeader.ApiKey)]
    [InlineData("https://r.cognitiveservices.azure.com/openai/v1", KeyHeader.ApiKey)]
    [InlineData("https://r.services.ai.azure.com/openai/v1", KeyHeader.ApiKey)]
    [InlineData("https://gateway.azure-api.net/openai", KeyHeader.ApiKey)]
    [InlineData("https://models.inference.ai.azure.com", KeyHeader.Bearer)]
    [InlineData("https://openai.azure.com.evil.example/v1", KeyHeader.Bearer)]
    [InlineData("https://h/openai.azure.com", KeyHeader.Bearer)]
    public void a_key_goes_as_bearer_but_to_azure(string baseUrl, KeyHeader expected) =>
        Assert.Equal(expected, KeyHeaders.Of(BackendDialect.OpenAi, baseUrl));

    [Fact]
    public void anthropics_dialect_has_a_header_of_its_own()
    {
        Assert.Equal(KeyHeader.XApiKey, KeyHeaders.Of(BackendDialect.Anthropic, "https://h/v1"));
        Assert.Equal(KeyHeader.XApiKey, KeyHeaders.Of(BackendDialect.Anthropic, "https://r.services.ai.azure.com/anthropic"));
    }

    [Fact]
    public void what_a_preset_knows_goes_first() => Assert.Equal(
        KeyHeader.ApiKey, KeyHeaders.Of(BackendDialect.OpenAi, "http://127.0.0.1:1", KeyHeader.ApiKey));

    [Theory]
    [InlineData("https://api.anthropic.com", BackendDialect.Anthropic)]
    [InlineData("https://API.anthropic.com/v1", BackendDialect.Anthropic)]
    [InlineData("https://api.anthropic.com.example", BackendDialect.OpenAi)]
    [InlineData("https://api.openai.com/v1", BackendDialect.OpenAi)]
    public void anthropics_own_host_speaks_its_dialect(string baseUrl, BackendDialect expected) =>
        Assert.Equal(expected, KeyHeaders.DialectOf(baseUrl));
}
