using System.Globalization;
using System.Text.RegularExpressions;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>What Sidecar itself answers: refusals, health, its own paths.</summary>
public sealed partial class OwnAnswerTests
{
    [Fact]
    public async Task exhaustion_has_its_exact_body_and_headers()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("300"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + "cooldown.jitter = 0");

        using var response = await sidecar.Post();

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Matches(
            """^\{"error":\{"message":"Service unavailable: all provider pools exhausted \(primary: rate limit, cooling until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; fallback: no backend\)","type":"AllPoolsExhausted","code":"all_pools_exhausted","param":null\}\}$""",
            await response.Text());
        Assert.Equal(("application/json", "false"), (response.Header("content-type"), response.Header("x-should-retry")));
        Assert.InRange(int.Parse(response.Header("retry-after")!, CultureInfo.InvariantCulture), 280, 300);
        Assert.Matches(RequestId(), response.Id());
        Assert.Null(response.Label("backend"));
    }

    [Theory]
    [InlineData("30", 91, 91)]
    [InlineData("300", 280, 300)]
    public async Task fail_over_now_overstates_short_waits(string retryAfter, int least, int most)
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited(retryAfter));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm
            + "cooldown.jitter = 0, exhausted.fail-over-now = true");

        using var response = await sidecar.Post();

        Assert.InRange(int.Parse(response.Header("retry-after")!, CultureInfo.InvariantCulture), least, most);
    }

    [Fact]
    public async Task without_a_backend_every_request_says_how_to_add_one()
    {
        await using var sidecar = await RunningSidecar.Start("");

        using var response = await sidecar.Post();
        using var ready = await sidecar.Get("/readyz");
        using var alive = await sidecar.Get("/healthz");

        var error = await response.Error();
        Assert.Equal((503, "no_backend_configured"), ((int)response.StatusCode, error.GetProperty("code").GetString()));
        Assert.Contains("NVIDIA_API_KEY", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Matches(RequestId(), response.Id());
        Assert.Equal((503, 200), ((int)ready.StatusCode, (int)alive.StatusCode));
        Assert.Contains("no_backend_configured", await ready.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models = [{ name = other }]")]
    [InlineData("enabled = false")]
    public async Task a_model_that_nobody_serves_is_refused_without_waiting(string backend)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: backend));

        using var response = await sidecar.Post();

        Assert.Equal((404, "model_not_found", 0), ((int)response.StatusCode, (await response.Error()).GetProperty("code").GetString(),
            a.Count));
        Assert.Equal(("no_backend_for_model", "false"), (response.Label("code"), response.Header("x-should-retry")));
        Assert.Matches(RequestId(), response.Id());
    }

    [Fact]
    public async Task models_are_listed_by_the_backend()
    {
        await using var a = await FakeUpstream.Start(Reply.Json("""{"object":"list","data":[{"id":"m","object":"model"}]}"""));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var response = await sidecar.Get("/v1/models");

        var sent = await a.Arrival();
        Assert.Equal((200, "GET", "/v1/models", 0), ((int)response.StatusCode, sent.Method, sent.Target, sent.Body.Length));
        Assert.Equal((null, null), (sent.Header("content-length"), sent.Header("transfer-encoding")));
        Assert.Equal("""{"object":"list","data":[{"id":"m","object":"model"}]}""", await response.Text());
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/v1")]
    [InlineData("/v2/chat/completions")]
    [InlineData("/chat/completions")]
    [InlineData("/admin/nothing")]
    public async Task an_unknown_path_is_a_404_in_the_usual_shape(string path)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var response = await sidecar.Get(path);

        Assert.Equal((404, "not_found", 0), ((int)response.StatusCode, (await response.Error()).GetProperty("code").GetString(), a.Count));
    }

    [Fact]
    public async Task a_server_with_a_backend_is_ready()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var ready = await sidecar.Get("/readyz");
        using var alive = await sidecar.Get("/healthz");
        using var readyByHead = await sidecar.Send(new HttpRequestMessage(HttpMethod.Head, "/readyz"));
        using var aliveByHead = await sidecar.Send(new HttpRequestMessage(HttpMethod.Head, "/healthz"));

        Assert.Equal((200, 200, 0), ((int)ready.StatusCode, (int)alive.StatusCode, a.Count));
        Assert.Equal((200, 200), ((int)readyByHead.StatusCode, (int)aliveByHead.StatusCode));
    }

    [Fact]
    public async Task request_ids_differ_and_are_sidecars_own()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var first = await sidecar.Send(Chat.Request(headers: ("x-sidecar-request-id", "forged")));
        using var second = await sidecar.Post();

        Assert.Matches(RequestId(), first.Id());
        Assert.Matches(RequestId(), second.Id());
        Assert.NotEqual(first.Id(), second.Id());
    }

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex RequestId();
}
