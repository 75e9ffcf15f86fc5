using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.EndToEnd;

public sealed class WalkTests
{
    private const string NimThrottled = """{"status":429,"title":"Too Many Requests","detail":"slow down"}""";
    private const string FirstEventError = "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"rate_limit_error\",\"code\":429}}\n\n";

    [Fact]
    public async Task a_429_costs_the_client_nothing_and_rests_the_backend()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited());
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);

        using var first = await sidecar.Post();
        using var second = await sidecar.Post();

        Assert.Equal((200, "b", "fallback", "routing", "2"), Labels(first));
        Assert.Equal((200, "b", "fallback", "routing", "1"), Labels(second));
        Assert.Equal((1, 2), (a.Count, b.Count));
        Assert.Equal(Reply.Completion, await first.Text());
    }

    [Fact]
    public async Task who_asks_one_thing_at_a_time_never_finds_its_own_last_lease_in_the_way()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "max-concurrency = 1") + Backend("b", b, "fallback")
            + Calm);

        for (var i = 0; i < 300; i++)
        {
            using var response = await sidecar.Post();
            await response.Text();
        }

        Assert.Equal((300, 0), (a.Count, b.Count));
    }

    [Fact]
    public async Task the_journal_says_why_a_backend_rests_and_whose_request_it_was()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("60"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);
        var before = TimeProvider.System.GetUtcNow();

        using var response = await sidecar.Post();

        var started = Assert.Single(await sidecar.Audit(), e => e.GetProperty("type").GetString() == "cooldown-started.v1");
        var (data, cause) = (started.GetProperty("data"), started.GetProperty("data").GetProperty("cause"));
        Assert.Equal(("a", "rate_limited", response.Id(), 429),
            (started.GetProperty("backend").GetString(), data.GetProperty("reason").GetString(), cause.GetProperty("request_id")
            .GetString(), cause.GetProperty("status").GetInt32()));
        Assert.Equal(60_000, cause.GetProperty("retry_after_ms").GetInt64());
        // Up to a tenth is added as jitter.
        Assert.InRange((data.GetProperty("until").GetDateTimeOffset() - before).TotalSeconds, 60, 60 * 1.1 + 20);
    }

    [Fact]
    public async Task the_ledger_counts_attempts_of_both_backends()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited());
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b, "fallback", more: "models = [{ name = m, input-cost = 1e-6, output-cost = 2e-6 }]") + Calm);

        using var response = await sidecar.Post();
        await response.Text();

        var usage = await sidecar.UsageAfter(response.Id());
        var (ofA, ofB) = (usage.Single(u => u.GetProperty("backend").GetString() == "a"),
            usage.Single(u => u.GetProperty("backend").GetString() == "b"));
        Assert.Equal((1, 1, JsonValueKind.Null), (ofA.GetProperty("attempts").GetInt32(), ofA.GetProperty("errors").GetInt32(),
            ofA.GetProperty("total_tokens").ValueKind));
        Assert.Equal((1, 0, 18, 0.000025m), (ofB.GetProperty("attempts").GetInt32(), ofB.GetProperty("errors").GetInt32(),
            ofB.GetProperty("total_tokens").GetInt32(), ofB.GetProperty("cost").GetDecimal()));
        Assert.Equal([("a", "upstream_rate_limited", 429L), ("b", null, 200L)], (await sidecar.AttemptsOf(response.Id()))
            .Select(r => (r.Backend, r.ErrorClass, r.Status ?? 0)));
    }

    [Fact]
    public async Task a_rest_outlives_a_restart()
    {
        await using var a = await FakeUpstream.Start(Reply.RateLimited("600"));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);
        using var first = await sidecar.Post();

        await sidecar.Restart();
        using var second = await sidecar.Post();

        Assert.Equal(("b", "1", 1), (second.Label("backend"), second.Label("attempts"), a.Count));
    }

    [Fact]
    public async Task a_backend_that_refuses_connections_is_passed_over()
    {
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", RawUpstream.Refusing()) + Backend("b", b, "fallback") + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "b", "fallback", "routing", "2"), Labels(response));
        Assert.Equal("upstream_unreachable", (await sidecar.AttemptsOf(response.Id()))[0].ErrorClass);
    }

    [Fact]
    public async Task a_backend_that_stalls_past_its_timeout_is_passed_over()
    {
        await using var a = await FakeUpstream.Start(Reply.Silence);
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "answer-timeout = 200ms") + Backend("b", b, "fallback")
            + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "b", "fallback", "routing", "2"), Labels(response));
        Assert.Equal("upstream_timeout", (await sidecar.AttemptsOf(response.Id()))[0].ErrorClass);
        await (await a.Arrival()).Aborted.Task.Soon();
    }

    [Fact]
    public async Task a_stream_that_is_silent_before_its_head_is_passed_over_after_first_token_timeout()
    {
        await using var a = await FakeUpstream.Start(Reply.Silence);
        await using var b = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "first-token-timeout = 200ms, answer-timeout = 1h")
            + Backend("b", b, "fallback") + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal((200, "b", "fallback", "routing", "2"), Labels(response));
        Assert.Equal("upstream_timeout", (await sidecar.AttemptsOf(response.Id()))[0].ErrorClass);
    }

    [Fact]
    public async Task silence_before_the_head_is_not_between_two_reads()
    {
        await using var a = await FakeUpstream.Start(Reply.Silence);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "timeout = 50ms") + Calm + "http.deadline = 700ms");
        var begun = TimeProvider.System.GetTimestamp();

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.True(TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromMilliseconds(600));
        Assert.Equal("sidecar_deadline", Assert.Single(await sidecar.AttemptsOf(response.Id())).ErrorClass);
    }

    [Fact]
    public async Task a_stream_without_a_first_event_in_time_is_passed_over()
    {
        var live = new LiveStream();
        await using var a = await FakeUpstream.Start(live.Reply);
        await using var b = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a, more: "first-token-timeout = 200ms")
            + Backend("b", b, "fallback") + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Begin();
        await live.Send(": nothing but comments\n\n");
        using var response = await answer;

        Assert.Equal((200, "b", "fallback", "routing", "2"), Labels(response));
        Assert.Equal(Events.Chat("word"), await response.Text());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("this is not HTTP\r\n\r\n")]
    [InlineData("")]
    public async Task a_backend_that_breaks_before_the_first_event_is_passed_over(string answer)
    {
        await using var a = new RawUpstream(answer);
        await using var b = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Backend("b", b, "fallback") + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal((200, "b", "fallback", "routing", "2"), Labels(response));
        Assert.Equal(Events.Chat("word"), await response.Text());
    }

    [Theory]
    [InlineData(NimThrottled, "application/json")]
    [InlineData(NimThrottled, "application/problem+json")]
    [InlineData(FirstEventError, "text/event-stream")]
    public async Task a_200_that_says_429_in_its_body_is_a_429(string body, string type)
    {
        await using var a = await FakeUpstream.Start(Reply.Bytes(System.Text.Encoding.UTF8.GetBytes(body), 200, ("Content-Type", type)));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);

        using var first = await sidecar.Post(Chat.Streamed);
        using var second = await sidecar.Post();

        Assert.Equal(("b", "2", "1", 1), (first.Label("backend"), first.Label("attempts"), second.Label("attempts"), a.Count));
        Assert.Equal("upstream_rate_limited", (await sidecar.AttemptsOf(first.Id()))[0].ErrorClass);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task what_breaks_every_backend_is_relayed_as_it_came(int status)
    {
        await using var a = await FakeUpstream.Start(Reply.Error(status, ("X-From", "a")));
        await using var b = await FakeUpstream.Start(Reply.Error(status, ("X-From", "b")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + InOrder);

        using var response = await sidecar.Post();

        Assert.Equal((status, "b", "fallback", "routing", "2"), Labels(response));
        Assert.Equal("b", response.Header("x-from"));
        Assert.Equal($"upstream says {status}", (await response.Error()).GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(503)]
    [InlineData(529)]
    public async Task an_overloaded_backend_rests_shortly(int status)
    {
        await using var a = await FakeUpstream.Start(Reply.Error(status));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm
            + "cooldown.overload-rest = 5m");

        using var first = await sidecar.Post();
        using var second = await sidecar.Post();

        Assert.Equal(("b", 1), (second.Label("backend"), a.Count));
        Assert.Contains(await sidecar.Audit(), e => e.GetProperty("data").TryGetProperty("reason", out var reason)
            && reason.GetString() == "overloaded");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task a_refusal_of_the_request_itself_is_relayed_at_once(int status)
    {
        await using var a = await FakeUpstream.Start(Reply.Error(status));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((status, "a", "primary", "routing", "1"), Labels(response));
        Assert.Equal(0, b.Count);
    }

    [Theory]
    [InlineData(501)]
    [InlineData(505)]
    public async Task what_one_backend_cannot_do_another_may_and_nobody_rests(int status)
    {
        await using var a = await FakeUpstream.Start(Reply.Error(status));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(
            Backend("a", a) + Backend("b", b, "fallback") + Calm + "cooldown.failures-to-cool = 2\n");

        for (var i = 0; i < 3; i++)
        {
            using var response = await sidecar.Post();
            Assert.Equal((200, "b", "fallback", "routing", "2"), Labels(response));
        }
        Assert.Equal(3, a.Count);
        b.Otherwise(Reply.Error(status));
        using var last = await sidecar.Post();

        Assert.Equal((status, "b"), ((int)last.StatusCode, last.Label("backend")));
    }

    private static (int Status, string? Backend, string? Pool, string? Phase, string? Attempts) Labels(HttpResponseMessage response) =>
        ((int)response.StatusCode, response.Label("backend"), response.Label("pool"), response.Label("phase"), response.Label("attempts"));
}
