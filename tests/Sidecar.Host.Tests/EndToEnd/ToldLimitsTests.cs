using System.Globalization;
using Sidecar.Host.Configuration;
using Sidecar.Host.Tests.Kit;
using Sidecar.Host.Tests.Storage;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

/// <summary>Limits given by the file or by an upstream's headers, over real sockets and restarts.</summary>
public sealed class ToldLimitsTests
{
    [Fact]
    public async Task nothing_left_in_the_headers_of_a_good_answer_closes_the_backend_until_then_without_any_429()
    {
        await using var a = await FakeUpstream.Start(Reply.Json(Reply.Completion, 200,
            ("x-ratelimit-limit-requests", "20"), ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "30s")));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);

        using var first = await sidecar.Post();
        await first.Text();
        using var second = await sidecar.Post();

        Assert.Equal(("a", "b"), (first.Label("backend"), second.Label("backend")));
        Assert.Equal((1, 1), (a.Count, b.Count));
        var learned = Assert.Single(await sidecar.Audit());
        Assert.Equal("limit-learned.v1", learned.GetProperty("type").GetString());
        var limit = (await sidecar.Admin("/admin/backends/a")).GetProperty("state").GetProperty("learned_limits")[0];
        Assert.Equal((20, "headers"), (limit.GetProperty("number").GetInt32(), limit.GetProperty("known_by").GetString()));
    }

    [Fact]
    public async Task it_is_open_again_when_the_headers_said_so()
    {
        await using var a = await FakeUpstream.Start();
        a.Then(Reply.Json(Reply.Completion, 200, ("ratelimit", "\"default\";r=0;t=1"), ("ratelimit-policy", "\"default\";q=5;w=60")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + InOrder);
        using var first = await sidecar.Post();
        await first.Text();
        var begun = TimeProvider.System.GetTimestamp();

        using var second = await sidecar.Post();

        Assert.Equal(("a", "primary-wait"), (second.Label("backend"), second.Label("phase")));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0.5, 10);
    }

    [Fact]
    public async Task the_503_says_when_the_headers_limit_has_room_again()
    {
        await using var a = await FakeUpstream.Start(Reply.Json(Reply.Completion, 200,
            ("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-remaining", "0"),
            ("anthropic-ratelimit-requests-reset", TimeProvider.System.GetUtcNow().AddSeconds(40)
                .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        using var first = await sidecar.Post();
        await first.Text();

        using var second = await sidecar.Post();

        Assert.Equal((503, 1), ((int)second.StatusCode, a.Count));
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 20, 41);
    }

    [Theory]
    [InlineData("rpm = 1")]
    [InlineData("rpd = 1")]
    [InlineData("tpm = 20")]
    public async Task windows_go_on_after_a_restart(string limit)
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: limit) + Backend("b", b, "fallback") + Calm);
        using (var first = await sidecar.Post())
            await first.Text();

        await sidecar.Restart();
        using var second = await sidecar.Post();

        Assert.Equal(("b", 1), (second.Label("backend"), a.Count));
    }

    [Fact]
    public async Task requests_a_day_are_shown_and_explained()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "rpd = 1, rpd-resets = \"00:00-08:00\"") + Calm);
        using (var first = await sidecar.Post())
            await first.Text();

        using var second = await sidecar.Post();

        Assert.Equal(503, (int)second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1) + TimeSpan.FromSeconds(2));
        var shown = await sidecar.Admin("/admin/backends/a");
        Assert.Equal((1, "08:00Z"), (shown.GetProperty("rpd").GetInt32(), shown.GetProperty("rpd_resets").GetString()));
    }

    [Fact]
    public async Task a_request_that_is_not_streamed_may_take_longer_than_the_deadline()
    {
        await using var a = await FakeUpstream.Start(Reply.Later(TimeSpan.FromSeconds(1.2), Reply.Chat));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm + "http.deadline = 300ms");

        using var response = await sidecar.Post();

        Assert.Equal((200, Reply.Completion), ((int)response.StatusCode, await response.Text()));
    }

    [Fact]
    public async Task a_backend_that_hangs_has_one_victim()
    {
        await using var a = await FakeUpstream.Start(Reply.Silence);
        await using var b = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "first-token-timeout = 200ms")
            + Backend("b", b, "fallback") + Calm);

        using var first = await sidecar.Post(Chat.Streamed);
        using var second = await sidecar.Post(Chat.Streamed);

        Assert.Equal(("2", "1", 1), (first.Label("attempts"), second.Label("attempts"), a.Count));
        var rest = Assert.Single(await sidecar.Audit()).GetProperty("data");
        Assert.Equal("unhealthy", rest.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("http.deadline = 15s", "sidecar.http.deadline: ")]
    [InlineData("backends.a.first-token-timeout = 105s", "sidecar.backends.a.first-token-timeout: 105s")]
    [InlineData("backends.a.connect-timeout = 2m", "sidecar.backends.a.connect-timeout: 2m")]
    public void check_warns_where_a_timeout_leaves_no_room_for_a_second_attempt(string text, string warning)
    {
        using var directory = new TemporaryDirectory();
        var settings = Load(Backend("a", "http://127.0.0.1:1/v1") + text, directory.Path);

        Assert.Contains(TimeoutAdvice.Of(settings), advice => advice.StartsWith(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void the_defaults_are_warned_of_nowhere()
    {
        using var directory = new TemporaryDirectory();

        Assert.Empty(TimeoutAdvice.Of(Load(Backend("a", "http://127.0.0.1:1/v1"), directory.Path)));
    }
}
