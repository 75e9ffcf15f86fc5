using System.Text.Json;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary><c>sse.keep-alive</c>: comments during the silence of a stream, before its answer and within it.</summary>
public sealed class KeepAliveTests
{
    private const string Comment = ": keep-alive\n\n";
    private const string Fast = "sse.keep-alive = 100ms\n";

    [Fact]
    public async Task a_silent_stream_is_filled_with_comments_between_events()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Fast);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        var text = await body.ReadThrough(Comment + Comment);
        await live.Send(Events.Done);
        live.End();
        text += await body.ReadRest();

        Assert.Equal(Events.Delta("word") + Events.Done, text.Replace(Comment, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task no_comment_comes_into_the_middle_of_an_event()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Fast);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("one") + Events.Delta("two")[..20]);
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        var text = await body.ReadThrough(Comment + Comment);
        await live.Send(Events.Delta("two")[20..] + Events.Done);
        live.End();
        text += await body.ReadRest();

        Assert.Equal(Events.Delta("one") + Events.Delta("two") + Events.Done, text.Replace(Comment, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task comments_come_before_a_late_answer_too()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Fast);

        using var response = await sidecar.Post(Chat.Streamed);
        var body = await response.Content.ReadAsStreamAsync();
        var text = await body.ReadThrough(Comment + Comment);
        await live.Send(Events.Chat("word"));
        live.End();
        text += await body.ReadRest();

        Assert.Equal((200, "text/event-stream"), ((int)response.StatusCode, response.Header("content-type")));
        Assert.Equal(Events.Chat("word"), text.Replace(Comment, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_late_exhaustion_is_an_error_event()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Silence);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: "first-token-timeout = 500ms") + Calm + Fast);

        using var response = await sidecar.Post(Chat.Streamed);
        var text = (await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken()).Replace(Comment, "", StringComparison.Ordinal);

        using var error = JsonDocument.Parse(text["data: ".Length..]);
        Assert.Equal("all_pools_exhausted", error.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task a_late_answer_that_is_no_stream_becomes_one_event()
    {
        var live = new LiveStream("application/json");
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Fast);

        using var response = await sidecar.Post(Chat.Streamed);
        var body = await response.Content.ReadAsStreamAsync();
        var text = await body.ReadThrough(Comment);
        await live.Send("{\n\"a\": 1}");
        live.End();
        text += await body.ReadRest();

        Assert.Equal("data: { \"a\": 1}\n\n" + Events.Done, text.Replace(Comment, "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Chat.Path, "data: {\"error\":", "text/plain", "no")]
    [InlineData("/v1/messages", "event: error\ndata: {\"type\":\"error\",", "text/plain", "no")]
    [InlineData("/v1/responses", "event: error\ndata: {\"type\":\"error\",", "text/html", "<h1>no</h1>")]
    [InlineData("/v1/responses", "event: error\ndata: {\"error\":", "application/json", "{\"error\":{}}")]
    [InlineData(Chat.Path, "data: {\"error\":{}}\n\n", "application/json", "{\"error\":{}}")]
    public async Task a_late_failed_answer_is_an_error_event_and_a_break(string path, string begins, string type, string answer)
    {
        var live = new LiveStream(type, status: 400);
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: SpeaksAll) + Calm + Fast);

        using var response = await sidecar.Post(Chat.Streamed, path);
        var body = await response.Content.ReadAsStreamAsync();
        var text = await body.ReadThrough(Comment);
        await live.Send(answer);
        live.End();
        text += await body.ReadUntilBroken();

        Assert.StartsWith(begins, text.Replace(Comment, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_late_answer_that_is_no_stream_is_passed_on_as_it_comes()
    {
        var live = new LiveStream("application/json");
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Fast);

        using var response = await sidecar.Post(Chat.Streamed);
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadThrough(Comment);
        await live.Send("[1,\n");
        var begun = await body.ReadThrough("[1, ");
        await live.Send("2]");
        live.End();

        Assert.EndsWith("data: [1, ", begun, StringComparison.Ordinal);
        Assert.Equal("2]\n\n" + Events.Done, await body.ReadRest());
    }

    [Fact]
    public async Task a_request_that_is_no_stream_gets_no_comments()
    {
        var live = new LiveStream("application/json");
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + Fast);

        var answer = sidecar.Post();
        await upstream.Arrival();
        // Twice the silence after which a stream would have got its comment.
        await Task.Delay(200);
        await live.Send(Reply.Completion);
        live.End();
        using var response = await answer;

        Assert.Equal(Reply.Completion, await response.Text());
    }
}
