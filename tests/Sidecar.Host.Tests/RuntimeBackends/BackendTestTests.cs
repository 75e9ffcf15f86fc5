using System.Net;
using System.Net.Sockets;
using Sidecar.Domain.Backends;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.RuntimeBackends;

public sealed class BackendTestTests : IDisposable
{
    private readonly BackendTest _test = new();

    [Fact]
    public async Task a_good_upstream_is_asked_once_with_the_backends_own_key()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Json("""{"object":"list","data":[{"id":"m"},{"id":"n"}]}"""));

        var verdict = await Run(upstream.BaseUrl);

        var sent = await upstream.Arrival();
        Assert.Equal((true, "ok", 200, 2), (verdict.IsWell, verdict.Stage, verdict.Status, verdict.Models));
        Assert.Equal(("GET", "/v1/models", "Bearer k", 1), (sent.Method, sent.Target, sent.Header("authorization"), upstream.Count));
    }

    [Theory]
    [InlineData(401, "refused the backend's key")]
    [InlineData(403, "refused the backend's key")]
    [InlineData(402, "no credit")]
    [InlineData(404, "path /v1/models is not there")]
    [InlineData(429, "limit is used up")]
    [InlineData(302, "redirects elsewhere")]
    [InlineData(500, "error of its own")]
    [InlineData(400, "refused the request")]
    public async Task each_answer_is_said_in_words(int status, string expected)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Error(status));

        var verdict = await Run(upstream.BaseUrl);

        Assert.Equal((false, "answer", status), (verdict.IsWell, verdict.Stage, verdict.Status));
        Assert.Contains(expected, verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_web_page_is_no_upstream()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes("<html>"u8.ToArray()));

        Assert.Contains("not with a list of models", (await Run(upstream.BaseUrl)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_unknown_name_a_closed_port_and_plain_http_behind_https_are_told_apart()
    {
        await using var upstream = await FakeUpstream.Start();

        Assert.Equal("dns", (await Run("http://no-such-host.invalid/v1")).Stage);
        Assert.Equal("connect", (await Run(RawUpstream.Refusing())).Stage);
        Assert.Equal("tls", (await Run(upstream.BaseUrl.Replace("http:", "https:", StringComparison.Ordinal))).Stage);
    }

    [Fact]
    public async Task silence_is_given_up_on()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var verdict = await Run($"http://{silent.LocalEndpoint}/v1", TimeSpan.FromMilliseconds(300));

        Assert.Equal((false, "answer"), (verdict.IsWell, verdict.Stage));
        Assert.Contains("did not answer", verdict.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _test.Dispose();

    private Task<TestVerdict> Run(string baseUrl, TimeSpan? timeout = null) => _test.RunAsync(
        new Backend { Id = "a", Pool = "primary", BaseUrl = baseUrl, ApiKey = new ApiKey("k"), Timeout = timeout ?? TimeSpan.FromSeconds(20) }, default).Soon();
}
