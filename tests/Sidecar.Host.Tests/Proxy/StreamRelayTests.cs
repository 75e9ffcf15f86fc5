using Microsoft.AspNetCore.Http;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

public sealed class StreamRelayTests
{
    [Fact]
    public async Task each_event_reaches_the_client_before_the_next_is_sent()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word 0"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(Events.Delta("word 0"), await body.ReadThrough("\n\n"));
        for (var i = 1; i < 20; i++)
        {
            await live.Send(Events.Delta($"word {i}"));
            Assert.Equal(Events.Delta($"word {i}"), await body.ReadThrough("\n\n"));
        }
        await live.Send(Events.Done);
        live.End();

        Assert.Equal(Events.Done, await body.ReadRest());
    }

    [Fact]
    public async Task a_cut_after_bytes_ends_in_one_error_event_and_a_break()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadThrough(Events.Delta("word"));
        await live.Cut();

        Assert.Equal(Events.Lost, await body.ReadUntilBroken());
    }

    [Fact]
    public async Task a_cut_in_the_middle_of_an_event_leaves_the_error_on_an_event_of_its_own()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadThrough(Events.Delta("word"));
        await live.Send(Events.Delta("never whole")[..^7]);
        await live.Cut();

        Assert.Equal(Events.Lost, await body.ReadUntilBroken());
    }

    [Fact]
    public async Task a_stream_that_stalls_past_the_timeout_ends_in_the_error_event()
    {
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: "timeout = 300ms") + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        await live.Send(Events.Delta("word"));
        using var response = await answer;

        Assert.Equal(Events.Delta("word") + Events.Lost, await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken());
        await (await upstream.Arrival()).Aborted.Task.Soon();
        Assert.Equal("upstream_timeout", Assert.Single(await sidecar.AttemptsOf(response.Id())).ErrorClass);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(97)]
    [InlineData(4096)]
    public async Task every_byte_passes_however_the_upstream_cuts_its_events(int size)
    {
        var stream = ": comment\r\n\r\nevent: x\r\ndata: {\"choices\":[]}\r\n\r\n" + Events.Chat("grüße", "🙂", new string('y', 3000))
            + ": trailing comment without an end";
        var bytes = System.Text.Encoding.UTF8.GetBytes(stream);
        var live = new LiveStream();
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        for (var at = 0; at < bytes.Length; at += size)
            await live.Send(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        live.End();
        using var response = await answer;

        Assert.Equal(stream, await response.Text());
        Assert.Equal("text/event-stream", response.Header("content-type"));
    }

    [Fact]
    public async Task a_megabyte_in_one_event_passes_unchanged()
    {
        var stream = Events.Delta(new string('z', 3 * 1024 * 1024)) + Events.Done;
        await using var upstream = await FakeUpstream.Start(Reply.Stream(stream));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal(stream, await response.Text());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task a_compressed_stream_is_unpacked(string encoding)
    {
        var stream = Events.Chat("one", "two") + "";
        await using var upstream = await FakeUpstream.Start(Reply.Compressed(
            encoding, System.Text.Encoding.UTF8.GetBytes(stream), "text/event-stream"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Null(response.Header("content-encoding"));
        Assert.Equal(stream, await response.Text());
    }

    [Fact]
    public async Task a_hundred_streams_at_once_each_get_their_own_bytes()
    {
        await using var upstream = await FakeUpstream.Start(new Reply(async context =>
        {
            var name = context.Request.Headers["x-name"].ToString();
            Reply.Head(context, 200, [("Content-Type", "text/event-stream")]);
            for (var i = 0; i < 20; i++)
            {
                await context.Response.WriteAsync(Events.Delta($"{name} {i}"));
                await context.Response.Body.FlushAsync();
            }
            await context.Response.WriteAsync(Events.Done);
        }));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var streams = await Task.WhenAll(Enumerable.Range(0, 100).Select(async n =>
        {
            using var response = await sidecar.Send(Chat.Request(Chat.Streamed, headers: ("x-name", $"s{n}")));
            return await response.Text();
        })).Soon();

        for (var n = 0; n < streams.Length; n++)
            Assert.Equal(string.Concat(Enumerable.Range(0, 20).Select(i => Events.Delta($"s{n} {i}"))) + Events.Done, streams[n]);
    }
}
