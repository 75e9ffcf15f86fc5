using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Upstream;

/// <summary>Answers that are legal, or nearly so, but that few upstreams give.</summary>
public sealed class OddAnswerTests
{
    [Fact]
    public async Task a_stream_that_announces_its_length_may_lose_its_usage_event()
    {
        const string Stream = "data: {\"choices\":[{}]}\n\ndata: {\"choices\":[],\"usage\":{\"total_tokens\":3}}\n\ndata: [DONE]\n\n";
        await using var upstream =
            new RawUpstream($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {Stream.Length}\r\n\r\n{Stream}");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal("data: {\"choices\":[{}]}\n\ndata: [DONE]\n\n", await response.Text());
    }

    [Fact]
    public async Task a_stream_that_ends_before_its_announced_length_ends_in_the_error_event()
    {
        const string Stream = "data: {\"choices\":[{}]}\n\n";
        await using var upstream =
            new RawUpstream($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000\r\n\r\n{Stream}");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal(Stream + Events.Lost, await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken());
    }

    [Fact]
    public async Task a_stream_in_an_encoding_that_is_not_understood_passes_as_it_is()
    {
        var packed = new byte[5000];
        new Random(5).NextBytes(packed);
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            packed, 200, ("Content-Type", "text/event-stream"), ("Content-Encoding", "zstd")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal((200, "zstd"), ((int)response.StatusCode, response.Header("content-encoding")));
        Assert.Equal(packed, await response.Bytes());
    }

    [Fact]
    public async Task identity_is_no_encoding()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            Encoding.UTF8.GetBytes(Events.Chat("word")), 200, ("Content-Type", "text/event-stream"), ("Content-Encoding", "identity")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal(Events.Chat("word"), await response.Text());
    }

    [Fact]
    public async Task each_event_of_a_compressed_stream_arrives_when_it_was_sent()
    {
        var packing = new TaskCompletionSource<GZipStream>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await FakeUpstream.Start(new Reply(async context =>
        {
            Reply.Head(context, 200, [("Content-Type", "text/event-stream"), ("Content-Encoding", "gzip")]);
            packing.SetResult(new GZipStream(context.Response.Body, CompressionLevel.Fastest));
            await Reply.Gone(context);
        }));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post(Chat.Streamed);
        var gzip = await packing.Task.Soon();
        await Send(gzip, Events.Delta("one"));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal(Events.Delta("one"), await body.ReadThrough("\n\n"));
        await Send(gzip, Events.Delta("two"));

        Assert.Equal(Events.Delta("two"), await body.ReadThrough("\n\n"));
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("POST", 204)]
    public async Task what_has_no_body_is_no_stream_that_ended_early(string method, int status)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes([], status, ("Content-Type", "text/event-stream")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var request = new HttpRequestMessage(new HttpMethod(method), Chat.Path);

        using var response = await sidecar.Send(request);

        Assert.Equal((status, "a"), ((int)response.StatusCode, response.Label("backend")));
    }

    [Fact]
    public async Task a_header_with_a_control_character_does_not_cost_the_answer()
    {
        await using var upstream =
            new RawUpstream("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Bad: a\u0001b\r\nX-Good: c\r\nContent-Length: "
                + "2\r\n\r\n{}");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "{}", "c"), ((int)response.StatusCode, await response.Text(), response.Header("x-good")));
    }

    [Fact]
    public async Task early_hints_are_passed_over()
    {
        await using var upstream =
            new RawUpstream("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: "
                + "application/json\r\nContent-Length: 2\r\n\r\n{}");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "{}"), ((int)response.StatusCode, await response.Text()));
    }

    [Fact]
    public async Task a_body_that_ends_with_its_connection_is_whole()
    {
        await using var upstream = new RawUpstream("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
            + Reply.Completion);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal(Reply.Completion, await response.Text());
    }

    [Fact]
    public async Task an_unknown_status_is_relayed()
    {
        await using var upstream = new RawUpstream("HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nok");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((299, "ok"), ((int)response.StatusCode, await response.Text()));
    }

    private static async Task Send(GZipStream gzip, string text)
    {
        await gzip.WriteAsync(Encoding.UTF8.GetBytes(text));
        await gzip.FlushAsync();
    }
}
