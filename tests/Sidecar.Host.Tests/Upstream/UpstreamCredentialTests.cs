using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>Whose credentials are sent to an upstream, seen in the bytes that reach it.</summary>
public sealed class UpstreamCredentialTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    private static readonly string[] Own =
    [
        "Authorization: Bearer of-client", "X-Api-Key: of-client", "api-key: of-client", "X-Goog-Api-Key: of-client",
            "Cookie: session=of-client", "Proxy-Authorization: Basic of-client", "X-Kept: yes",
    ];

    [Theory]
    [InlineData("", "authorization: bearer key-of-a")]
    [InlineData("dialect = openai", "authorization: bearer key-of-a")]
    [InlineData("dialect = anthropic", "x-api-key: key-of-a")]
    [InlineData("preset = anthropic", "x-api-key: key-of-a")]
    [InlineData("preset = anthropic, dialect = openai", "authorization: bearer key-of-a")]
    [InlineData("preset = azure", "api-key: key-of-a")]
    [InlineData("preset = openrouter, dialect = anthropic", "authorization: bearer key-of-a")]
    [InlineData("preset = deepseek, dialect = anthropic", "x-api-key: key-of-a")]
    [InlineData("headers { \"Authorization\" = \"Basic abc\" }", "authorization: basic abc")]
    public async Task a_backends_own_key_is_the_only_credential_it_is_sent(string more, string expected)
    {
        var head = await HeadSent($"api-key = key-of-a, {more}", Own);

        Assert.Contains(expected, head);
        Assert.Contains("x-kept: yes", head);
        Assert.DoesNotContain(head, line => line.Contains("of-client", StringComparison.Ordinal));
        Assert.Single(head, line => line.Contains("key-of-a", StringComparison.Ordinal)
            || line.Contains("basic abc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_credential_among_the_headers_is_a_key_of_its_own()
    {
        var head = await HeadSent("""headers { "X-Api-Key" = of-backend }""", Own);

        Assert.Contains("x-api-key: of-backend", head);
        Assert.DoesNotContain(head, line => line.Contains("of-client", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_backend_without_a_key_is_sent_the_clients_own()
    {
        var head = await HeadSent("", Own);

        foreach (var line in new[] { "authorization: bearer of-client", "x-api-key: of-client", "api-key: of-client",
            "x-goog-api-key: of-client", "cookie: session=of-client" })
            Assert.Contains(line, head);
        Assert.DoesNotContain(head, line => line.StartsWith("proxy-authorization", StringComparison.Ordinal));
    }

    [Fact]
    public async Task without_any_key_none_is_made_up()
    {
        Assert.DoesNotContain(await HeadSent(""), line => line.StartsWith("authorization", StringComparison.Ordinal));
        Assert.Contains("authorization: bearer nvidia", await HeadSent("api-key = nvidia"));
    }

    [Fact]
    public async Task sidecars_own_cookies_go_nowhere()
    {
        Assert.Contains("cookie: a=1; b=2", await HeadSent("", "Cookie: a=1; sidecar-session=secret; b=2"));
        Assert.DoesNotContain(await HeadSent("", "Cookie: sidecar-session=secret"), line =>
            line.StartsWith("cookie", StringComparison.Ordinal));
    }

    [Fact]
    public async Task anthropics_version_is_added_where_the_client_sent_none()
    {
        Assert.Contains("anthropic-version: 2023-06-01", await HeadSent("dialect = anthropic"));
        var given = await HeadSent("dialect = anthropic", "Anthropic-Version: 2099-01-01");
        Assert.Equal("anthropic-version: 2099-01-01", Assert.Single(
            given, line => line.StartsWith("anthropic-version", StringComparison.Ordinal)));
        Assert.DoesNotContain(await HeadSent("dialect = openai"), line => line.StartsWith("anthropic-version", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Accept-Encoding: gzip, zstd", "accept-encoding: gzip")]
    [InlineData("Accept-Encoding: zstd", "accept-encoding: identity")]
    [InlineData("Accept-Encoding: gzip, deflate, br", "accept-encoding: gzip, deflate, br")]
    public async Task no_encoding_is_asked_for_that_cannot_be_read(string given, string expected) =>
        Assert.Contains(expected, await HeadSent("", given));

    /// <summary>The head that was sent to the upstream, line by line in lower case.</summary>
    private static async Task<string[]> HeadSent(string more, params string[] headers)
    {
        await using var upstream = new RawUpstream(Ok);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl, key: null, more: $"{more}\n{SpeaksAll}")
            + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Post(Chat.Path, Chat.Plain, headers);
        await client.ReadThrough("{}");

        return Assert.Single(upstream.Received).Split("\r\n\r\n")[0].ToLowerInvariant().Split("\r\n");
    }
}
