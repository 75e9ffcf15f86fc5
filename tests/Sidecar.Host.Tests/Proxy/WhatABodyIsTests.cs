using System.IO.Compression;
using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>If the labels of an answer are missing or wrong, its beginning shows what it is.</summary>
public sealed class WhatABodyIsTests
{
    private const string RateLimited = "data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n";

    private static string Head(string headers) => $"HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n";

    [Theory]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: application/octet-stream\r\n")]
    [InlineData("")]
    [InlineData("Content-Type: text/event-stream\r\nContent-Encoding: none\r\n")]
    [InlineData("Content-Type: text/event-stream\r\nContent-Encoding: utf-8\r\n")]
    [InlineData("Content-Encoding: UTF-8\r\n")]
    public async Task a_stream_is_one_whatever_its_labels(string headers)
    {
        await using var upstream = new RawUpstream(Head(headers) + Events.Delta("word") + Events.Stop + Events.Usage + Events.Done);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal(Events.Delta("word") + Events.Stop + Events.Done, await response.Text());
        Assert.Equal(18, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData("Content-Type: application/json\r\n", RateLimited)]
    [InlineData("", RateLimited)]
    [InlineData("Content-Type: text/event-stream\r\nContent-Encoding: none\r\n", RateLimited)]
    [InlineData("Content-Type: text/event-stream\r\n", "{\"error\":{\"code\":429}}")]
    [InlineData("Content-Type: text/plain\r\n", "{\"error\":{\"code\":429}}")]
    public async Task a_rate_limit_in_it_is_seen_whatever_its_labels(string headers, string body)
    {
        await using var a = new RawUpstream(Head(headers) + body);
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Backend("b", b) + Calm);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
    }

    [Theory]
    [InlineData(" ", "{\"error\":{\"code\":429}}")]
    [InlineData("\r\n\r\n", "{\"error\":{\"code\":429}}")]
    [InlineData("{\"err", "or\":{\"code\":429}}")]
    [InlineData("{", "\"error\":{\"code\":", "429}}")]
    [InlineData("\n\n", "\n", "{\"error\":{\"code\":429}}")]
    public async Task a_document_is_judged_when_it_has_said_something(string first, params string[] later)
    {
        await using var a = new RawUpstream(Head("Content-Type: application/json\r\n") + first, then: RawUpstream.Later(100, later));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Backend("b", b) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
    }

    [Fact]
    public async Task what_says_nothing_for_longer_than_hold_is_let_through_whole()
    {
        var body = "  " + Reply.Completion;
        await using var a = new RawUpstream(Head("Content-Type: application/json\r\n") + body[..2],
            then: RawUpstream.Later(900, body[2..]));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Calm + "sse.hold = 200ms\n");

        using var response = await sidecar.Post();

        Assert.Equal(body, await response.Text());
        Assert.Equal(18, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData("/v1/responses",
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"error\":null}}\n\n",
        "event: response.in_progress\ndata: {\"type\":\"response.in_progress\",\"response\":{\"id\":\"r\"}}\n\n",
        "event: response.failed\ndata: "
            + "{\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}}\n\n")]
    [InlineData("/v1/messages", "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}\n\n",
        "event: ping\ndata: {\"type\":\"ping\"}\n\n",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n")]
    [InlineData("/v1/chat/completions", ": OPENROUTER PROCESSING\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
        "data: {\"error\":{\"code\":429,\"message\":\"slow\"}}\n\n")]
    public async Task signs_of_life_are_no_beginning(string path, string first, string second, string error)
    {
        await using var a = new RawUpstream(Head("Content-Type: text/event-stream\r\n") + first,
            then: RawUpstream.Later(50, second, error));
        await using var b = await FakeUpstream.Start(Reply.Stream(Events.Chat("word")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl, more: SpeaksAll) + Backend("b", b, more: SpeaksAll)
            + Calm);

        using var response = await sidecar.Post(Chat.Streamed, path);

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
    }

    [Fact]
    public async Task a_stream_that_only_lives_is_let_through_after_hold_byte_for_byte()
    {
        const string Opening = "event: response.created\ndata: {\"type\":\"response.created\"}\n\n";
        await using var a = new RawUpstream(Head("Content-Type: text/event-stream\r\n") + Opening,
            then: RawUpstream.Later(900, Events.Delta("late"), Events.Done));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Calm + "sse.hold = 200ms\n");

        using var response = await sidecar.Post(Chat.Streamed, "/v1/responses");

        Assert.Equal(Opening + Events.Delta("late") + Events.Done, await response.Text());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public async Task what_is_fetched_is_delivered_whatever_stands_in_it(string type)
    {
        const string File = "data: {\"error\":{\"code\":429}}\n\nhalf";
        await using var a = new RawUpstream(Head($"Content-Type: {type}\r\n") + File);
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Calm);

        using var response = await sidecar.Get("/v1/files/f1/content");

        Assert.Equal((200, File), ((int)response.StatusCode, await response.Text()));
    }

    public static TheoryData<string> Encodings => ["gzip", "br", "zlib", "raw", "gzip, br"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task a_packed_body_is_unpacked(string encoding)
    {
        var (label, packed) = Pack(encoding, Reply.Completion);
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            packed, 200, ("Content-Type", "application/json"), ("Content-Encoding", label)));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((null, Reply.Completion), (response.Header("content-encoding"), await response.Text()));
        Assert.Equal(18, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task a_text_that_is_only_called_gzip_is_a_text()
    {
        await using var upstream = await FakeUpstream.Start(
            Reply.Bytes(Encoding.UTF8.GetBytes(Reply.Completion), 200, ("Content-Type", "application/json"), ("Content-Encoding", "gzip")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, null, Reply.Completion), ((int)response.StatusCode, response.Header("content-encoding"), await response.Text()));
        Assert.Equal(18, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task half_a_packed_body_is_a_broken_one(string encoding)
    {
        // Must not compress well: half of it must still be much more than nothing.
        var random = new Random(1);
        var (label, packed) = Pack(encoding, "{\"choices\":[\""
            + string.Concat(Enumerable.Range(0, 50_000).Select(_ => (char)('a' + random.Next(26)))) + "\"]}");
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            packed[..(packed.Length / 2)], 200, ("Content-Type", "application/json"), ("Content-Encoding", label)));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post();
        var body = await response.Content.ReadAsStreamAsync();

        Assert.StartsWith("{\"choices\":[\"", await body.ReadUntilBroken(), StringComparison.Ordinal);
        Assert.Equal("upstream_interrupted", Assert.Single(await sidecar.AttemptsOf(response.Id())).ErrorClass);
    }

    private static (string Label, byte[] Packed) Pack(string encoding, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        switch (encoding)
        {
            case "raw":
                using (var packed = new MemoryStream())
                {
                    using (var packing = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                        packing.Write(bytes);
                    return ("deflate", packed.ToArray());
                }
            case "zlib":
                return ("deflate", Reply.Compress("deflate", bytes));
            case "gzip, br":
                return (encoding, Reply.Compress("br", Reply.Compress("gzip", bytes)));
            default:
                return (encoding, Reply.Compress(encoding, bytes));
        }
    }
}
