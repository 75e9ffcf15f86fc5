using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>Which requests are let in, judged by their Host and Origin headers on the wire.</summary>
public sealed class HostAndOriginTests
{
    private const string Chatting = $"POST {Chat.Path}";
    private const string Cookie = "Cookie: sidecar-session=x";

    [Theory]
    [InlineData(Chatting)]
    [InlineData("GET /v1/models")]
    [InlineData("DELETE /v1/files/file-1")]
    [InlineData("OPTIONS /v1/chat/completions")]
    [InlineData("GET /admin/state")]
    [InlineData("GET /")]
    [InlineData("GET /healthz")]
    [InlineData("GET /metrics")]
    [InlineData("POST /sign-in")]
    [InlineData("GET /_blazor")]
    [InlineData("GET /nowhere")]
    public async Task another_host_is_421_and_a_foreign_page_403_wherever_they_ask(string what)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        var rebound = await Ask(sidecar, what, "rebound.example", "Origin: http://rebound.example");
        var foreign = await Ask(sidecar, what, sidecar.Address.Authority, "Origin: https://evil.example", Cookie);
        var embedded = await Ask(sidecar, what, sidecar.Address.Authority, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors");

        Assert.StartsWith("HTTP/1.1 421 ", rebound, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", foreign, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", embedded, StringComparison.Ordinal);
        Assert.All([rebound, foreign, embedded], answer => Assert.Contains("x-sidecar-request-id: ", answer, StringComparison.Ordinal));
        Assert.Contains("\"code\":\"host_not_allowed\"", rebound, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"origin_not_allowed\"", foreign, StringComparison.Ordinal);
        Assert.Equal(0, a.Count);
    }

    [Theory]
    [InlineData("localhost:99999999")]
    [InlineData("a:b")]
    [InlineData("[::1")]
    [InlineData("127.0.0.1:80:80")]
    [InlineData("..")]
    [InlineData("-")]
    [InlineData("127.0.0.1.")]
    [InlineData("xn--")]
    public async Task an_odd_host_on_sign_in_is_no_fault_of_sidecars(string host)
    {
        await using var sidecar = await RunningSidecar.Start(Calm);

        var answers = new[] { await Ask(sidecar, "GET /", host), await Ask(sidecar, "POST /sign-in", host),
            await Ask(sidecar, "GET /sign-in", host) };

        Assert.All(answers, answer => Assert.False(answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal), answer));
    }

    [Fact]
    public async Task a_page_of_this_machine_may_send_and_read()
    {
        await using var a = await FakeUpstream.Start(Reply.Json(
            "{}", 200, ("Access-Control-Allow-Origin", "https://upstream.example"), ("Vary", "Accept")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var asked = await sidecar.Send(new HttpRequestMessage(HttpMethod.Options, Chat.Path)
        {
            Headers = { { "Origin", "http://localhost:3000" }, { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "authorization, content-type" } },
        });
        using var answered = await sidecar.Send(Chat.Request(headers: ("Origin", "http://localhost:3000")));

        Assert.Equal((204, "http://localhost:3000", "POST", "authorization, content-type"),
            ((int)asked.StatusCode, asked.Header("access-control-allow-origin"), asked.Header("access-control-allow-methods"),
            asked.Header("access-control-allow-headers")));
        Assert.Equal((200, "http://localhost:3000", "Origin, Accept"),
            ((int)answered.StatusCode, answered.Header("access-control-allow-origin"), answered.Header("vary")));
        Assert.Equal(1, a.Count);
    }

    [Fact]
    public async Task the_configuration_lets_in_further_hosts_and_pages()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Calm
                + "http.allowed-hosts = [sidecar, \"*.example.com\"], http.allowed-origins = [\"https://app.example\"]\n");

        var byName = await Ask(sidecar, "GET /healthz", "llm.example.com:8080");
        var byPage = await Ask(sidecar, "GET /v1/x", "sidecar", "Origin: https://app.example");
        var byLoopbackPage = await Ask(sidecar, "GET /v1/x", "sidecar", "Origin: http://localhost:3000");

        Assert.StartsWith("HTTP/1.1 200 ", byName, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", byPage, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", byLoopbackPage, StringComparison.Ordinal);
    }

    internal static async Task<string> Ask(RunningSidecar sidecar, string what, string host, params string[] headers)
    {
        using var client = await RawClient.Connect(sidecar.Address);
        await client.Write($"{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: "
            + $"0\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");
        return (await client.ReadToEnd()).Text;
    }
}
