using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sidecar.Host.Proxy;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>How a stream that its upstream lost ends at the client: with an error in the client's dialect and then a broken connection, in
/// every dialect and over every protocol.</summary>
public sealed class EndingTests
{
    private const string MessageStart =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"usage\":{\"input_tokens\":3}}}\n\n";
    private const string MessageDelta =
        "event: content_block_delta\ndata: "
            + "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hel\"}}\n\n";
    private const string ResponseDelta =
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hel\",\"sequence_number\":0}\n\n";

    public static TheoryData<string, string, string> Dialects => new()
    {
        { Chat.Path, Events.Delta("one"), "data: {\"error\":{" },
        { "/v1/completions", Events.Delta("one"), "data: {\"error\":{" },
        { "/v1/messages", MessageStart + MessageDelta,
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"," },
        { "/v1/responses", ResponseDelta, "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_interrupted\"," },
    };

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task the_loss_is_told_in_the_clients_dialect_and_no_end_in_good_order_follows(string path, string events, string notice)
    {
        await using var upstream =
            new RawUpstream($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n{events}");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl, more: SpeaksAll) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Post(path, Chat.Streamed);
        var (text, _) = await client.ReadToEnd();

        Assert.Contains(events, text, StringComparison.Ordinal);
        Assert.Contains(notice, text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task numbered_events_go_on_with_their_numbers()
    {
        await using var upstream =
            new RawUpstream($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                + $"9999\r\n\r\n{ResponseDelta}{ResponseDelta}");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post(Chat.Streamed, "/v1/responses");
        var text = await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken();

        using var last = JsonDocument.Parse(text[(text.LastIndexOf("data: ", StringComparison.Ordinal) + 6)..]);
        Assert.Equal((2, "upstream_interrupted"), (last.RootElement.GetProperty("sequence_number").GetInt32(),
            last.RootElement.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, "1.1")]
    [InlineData(HttpProtocols.Http2, "2.0")]
    public async Task by_either_protocol_all_that_was_written_comes_and_then_the_break(HttpProtocols protocols, string version)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocols));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            await context.Response.WriteAsync(new string('x', 300_000) + Events.Lost);
            await BrokenConnection.AfterNoticeAsync(context, TimeProvider.System);
        });
        await app.StartAsync();
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();
        var text = await (await response.Content.ReadAsStreamAsync()).ReadUntilBroken();

        Assert.Equal(300_000 + Events.Lost.Length, text.Length);
        Assert.EndsWith(Events.Lost, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_client_that_takes_nothing_is_cut_off_and_its_lease_goes_back()
    {
        var flood = new string('x', 64 * 1024);
        await using var upstream = await FakeUpstream.Start(new Reply(async context =>
        {
            Reply.Head(context, 200, [("Content-Type", "text/event-stream")]);
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Events.Delta(flood)), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: "max-concurrency = 1") + Calm
            + "http.client-stall = 500ms\n");
        using var client = await RawClient.Connect(sidecar.Address, receiveBuffer: 4096);

        await client.Post(Chat.Path, Chat.Streamed);
        await sidecar.Log.Line(" 1002 ", "ClientStalled");
        upstream.Otherwise(Reply.Chat);
        using var next = await sidecar.Post();

        Assert.Equal(200, (int)next.StatusCode);
        await sidecar.AttemptsOf(next.Id());
        Assert.Equal("cancelled", LedgerFile.Attempts(sidecar.DataDirectory).First(a => a.RequestId != next.Id()).ErrorClass);
    }

    [Fact]
    public async Task a_plain_answer_that_nobody_takes_is_cut_off_too()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            new byte[16 << 20], 200, ("Content-Type", "application/octet-stream")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + "http.client-stall = 500ms\n");
        using var client = await RawClient.Connect(sidecar.Address, receiveBuffer: 4096);

        await client.Post("/v1/files", "{}");

        await sidecar.Log.Line(" 1002 ", "ClientStalled");
    }

    [Theory]
    [InlineData("/v1/responses", "GET")]
    [InlineData("/v1/realtime", "GET")]
    public async Task an_upgrade_to_websocket_is_a_426_in_json(string path, string method)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Write($"{method} {path} HTTP/1.1\r\nHost: {sidecar.Address.Authority}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: "
            + $"websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        var text = await client.ReadThrough("}}");

        Assert.StartsWith("HTTP/1.1 426 ", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"upgrade_required\"", text, StringComparison.Ordinal);
        Assert.Equal(0, upstream.Count);
    }
}
