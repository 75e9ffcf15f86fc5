using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Upstream;

public sealed class ProxiedUpstreamTests
{
    [Fact]
    public async Task an_http_proxy_is_asked_for_the_whole_address()
    {
        await using var proxy = new RawUpstream("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        await using var sidecar = await RunningSidecar.Start(Backend(
            "a", "http://r.openai.azure.com/openai/v1", more: $"proxy = \"{proxy.Root}\"") + Calm);

        using var response = await sidecar.Post();

        var head = Assert.Single(proxy.Received).Split("\r\n\r\n")[0].Split("\r\n");
        Assert.Equal((200, "POST http://r.openai.azure.com/openai/v1/chat/completions HTTP/1.1"), ((int)response.StatusCode, head[0]));
        Assert.Contains("Host: r.openai.azure.com", head);
        // An Azure host expects its key in this header.
        Assert.Contains("api-key: key-of-a", head);
    }

    [Fact]
    public async Task behind_https_a_proxy_is_asked_for_a_tunnel_and_its_refusal_is_no_answer()
    {
        await using var proxy =
            new RawUpstream("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", "https://upstream.invalid/v1", more: $"proxy = \"{proxy.Root}\"") + Backend("b", b, "fallback") + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
        Assert.StartsWith("CONNECT upstream.invalid:443 HTTP/1.1", proxy.Received[0], StringComparison.Ordinal);
        Assert.DoesNotContain("key-of-a", proxy.Received[0], StringComparison.Ordinal);
        Assert.Equal("upstream_unreachable", (await sidecar.AttemptsOf(response.Id()))[0].ErrorClass);
    }

    [Fact]
    public async Task a_proxy_that_asks_for_a_password_is_no_answer_of_the_upstream()
    {
        await using var proxy =
            new RawUpstream("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", "http://upstream.invalid/v1", more: $"proxy = \"{proxy.Root}\"") + Backend("b", b, "fallback") + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
    }

    [Fact]
    public async Task a_socks_proxy_resolves_the_name_and_is_told_user_and_password()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var proxy = new Socks5Proxy(upstream.Address);
        await using var sidecar = await RunningSidecar.Start(Backend(
            "a", "http://only-the-proxy-knows.invalid:81/v1", more: $"proxy = \"socks5://me:secret@{proxy.EndPoint}\"") + Calm);

        using var response = await sidecar.Post();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("me:secret only-the-proxy-knows.invalid:81", Assert.Single(proxy.Asked));
        Assert.Equal("/v1/chat/completions", (await upstream.Arrival()).Target);
        Assert.DoesNotContain("secret", sidecar.Log.Text, StringComparison.Ordinal);
    }
}
