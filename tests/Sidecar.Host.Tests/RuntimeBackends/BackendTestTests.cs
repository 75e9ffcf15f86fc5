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

    [Theory]
    [InlineData("/v1", "/v1", "/v1/models",
        "The path /v1/v1/models is not there (404), but /v1/models is: set version-path = auto, or leave it out.")]
    [InlineData("/openai", "", "/openai/v1/models",
        "The path /openai/models is not there (404), but /openai/v1/models is: set version-path = auto, or leave it out.")]
    [InlineData("/inference", null, "/inference/models",
        "The path /inference/v1/models is not there (404), but /inference/models is: set version-path = \"\".")]
    [InlineData("", null, "/api/v1/models",
        "The path /v1/models is not there (404), but /api/v1/models is: set version-path = \"/api/v1\".")]
    public async Task the_right_join_is_found_out(string basePath, string? versionPath, string right, string expected)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Of(context =>
            context.Request.Path == right ? Reply.Json("""{"data":[{"id":"m"}]}""") : Reply.Error(404)));

        var verdict = await _test.RunAsync(new Backend
        {
            Id = "a",
            Pool = "primary",
            BaseUrl = upstream.Address.ToString().TrimEnd('/')
            + basePath,
            VersionPath = versionPath
        }, default).Soon();

        Assert.Equal((false, expected), (verdict.IsWell, verdict.Message));
        Assert.Contains(verdict.Set!, expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_upstream_without_a_list_is_known_by_how_it_refuses_an_empty_generation()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Of(
            context => Reply.Error(context.Request.Path == "/inference/chat/completions" ? 400 : 404)));
        var backend = new Backend { Id = "a", Pool = "primary", BaseUrl = $"{upstream.Address}inference", VersionPath = "" };

        Assert.Equal((true, "It answers at /inference/chat/completions, and lists no models."), await Words(backend));
        Assert.Equal(
            (false, "The path /inference/v1/models is not there (404), but /inference/chat/completions is: set version-path = \"\"."),
            await Words(backend with { VersionPath = null }));
    }

    [Fact]
    public async Task anthropics_dialect_is_asked_in_its_own_way()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Of(
            context => Reply.Error(context.Request.Path == "/anthropic/v1/messages" ? 400 : 404)));
        var backend = new Backend
        {
            Id = "a",
            Pool = "primary",
            BaseUrl = $"{upstream.Address}anthropic",
            Dialect = BackendDialect.Anthropic,
            ApiKey = new ApiKey("k"),
            KeyHeader = KeyHeader.XApiKey,
        };

        Assert.True((await Words(backend)).IsWell);
        Assert.All(upstream.Requests, sent => Assert.Equal(("k", "2023-06-01", null),
            (sent.Header("x-api-key"), sent.Header("anthropic-version"), sent.Header("authorization"))));
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

    private async Task<(bool IsWell, string Message)> Words(Backend backend)
    {
        var verdict = await _test.RunAsync(backend, default).Soon();
        return (verdict.IsWell, verdict.Message);
    }

    private Task<TestVerdict> Run(string baseUrl, TimeSpan? timeout = null) => _test.RunAsync(
        new Backend
        {
            Id = "a",
            Pool = "primary",
            BaseUrl = baseUrl,
            ApiKey = new ApiKey("k"),
            Timeout = timeout
            ?? TimeSpan.FromSeconds(20)
        }, default).Soon();
}
