namespace Sidecar.Host.Tests.Configuration;

public sealed class BackendAddressFaultTests
{
    [Theory]
    [InlineData("preset = grok", "preset: 'grok' is not one of nvidia, openrouter, groq, ")]
    [InlineData("preset = groq, dialect = anthropic", "base-url: is missing")]
    [InlineData("preset = azure, base-url = \"https://r.openai.azure.com/\"",
        "base-url: of Azure ends in /openai/v1, or in /openai/deployments/{model}")]
    [InlineData("pool = primary, base-url = \"https://h/v1/chat/completions\"",
        "base-url: ends in the endpoint /chat/completions, which requests bring themselves: leave it out")]
    [InlineData("pool = primary, base-url = \"https://h/v1/messages/\"", "base-url: ends in the endpoint /messages")]
    [InlineData("pool = primary, base-url = \"https://h/v1/responses\"", "base-url: ends in the endpoint /responses")]
    [InlineData("pool = primary, base-url = \"https://h/v1/embeddings\"", "base-url: ends in the endpoint /embeddings")]
    [InlineData("pool = primary, base-url = \"https://h/v1/models\"", "base-url: ends in the endpoint /v1/models")]
    [InlineData("pool = primary, base-url = \"https://{model}.h/v1\"", "base-url: m")]
    [InlineData("pool = primary, base-url = \"https://h/v1?api-version=1\"",
        "base-url: must not hold a query or fragment (parameters go into query { })")]
    [InlineData("pool = primary, base-url = \"https://h\", version-path = v1", "version-path: must be auto, \"\" or a path such as /v1")]
    [InlineData("pool = primary, base-url = \"https://h\", version-path = \"/v1/\"", "version-path: must be auto")]
    [InlineData("pool = primary, base-url = \"https://h\", version-path = \"/../x\"", "version-path: must be auto")]
    [InlineData("pool = primary, base-url = \"https://h\", version-path = \"/v1?x\"", "version-path: must be auto")]
    [InlineData("pool = primary, base-url = \"https://h\", dialect = gemini", "dialect: 'gemini' is not one of auto, openai, anthropic")]
    [InlineData("pool = primary, base-url = \"https://h\", query { a = b, A = c }", "query.A: is given twice")]
    [InlineData("pool = primary, base-url = \"https://h\", proxy = \"ftp://x:1\"",
        "proxy: must be an address such as http://127.0.0.1:3128 or socks5://127.0.0.1:1080")]
    [InlineData("pool = primary, base-url = \"https://h\", proxy = \"http://x:1/path\"", "proxy: must be an address")]
    [InlineData("pool = primary, base-url = \"https://h\", proxy = \"socks5://x\"", "proxy: needs a port, such as socks5://127.0.0.1:1080")]
    [InlineData("pool = primary, base-url = \"https://h\", answer-timeout = 0s", "answer-timeout: must be between 1ms and 1d")]
    public void what_is_wrong_with_an_address_is_said(string text, string expected) =>
        Assert.Contains(OperatorFile.Faults($"sidecar.backends.a {{ {text} }}"), f =>
            f.StartsWith($"1: sidecar.backends.a.{expected}", StringComparison.Ordinal));

    [Theory]
    [InlineData("https://r.services.ai.azure.com/models")]
    [InlineData("https://h/api/files")]
    [InlineData("https://h/completions-proxy")]
    public void what_only_looks_like_an_endpoint_is_none(string baseUrl) =>
        Assert.NotEmpty(OperatorFile.Valid($"sidecar.backends.a {{ pool = primary, base-url = \"{baseUrl}\" }}").Catalog.Backends);

    [Fact]
    public void a_proxys_password_is_kept_apart_and_never_printed()
    {
        var proxy = Assert.Single(OperatorFile.Valid("""sidecar.backends.a { pool = primary, base-url = "https://h", proxy = "socks5://me:p%40ss@p:1080" }""").Catalog.Backends).Proxy!;

        Assert.Equal(("socks5://p:1080", "me", "p@ss"), (proxy.ToString(), proxy.User, proxy.Password!.Reveal()));
        Assert.DoesNotContain("ss@", proxy.Address.ToString(), StringComparison.Ordinal);
    }
}
