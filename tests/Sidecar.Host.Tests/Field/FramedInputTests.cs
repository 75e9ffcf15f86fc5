using Microsoft.Extensions.Time.Testing;
using Sidecar.Domain.Attempts;
using Sidecar.Host.Tests.Kit;
using Sidecar.Relay;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Field;

/// <summary>Lengths, errors and silences as upstreams send them, byte for byte over a socket.</summary>
public sealed class FramedInputTests
{
    [Theory]
    [InlineData("Content-Length: 9\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 900\r\n")]
    public async Task beside_chunks_a_wrong_length_is_of_no_consequence(string lengths)
    {
        const string Body = "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"a whole answer\"}}]}";
        await using var upstream = new RawUpstream(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{lengths}\r\n{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n");
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, Body), ((int)response.StatusCode, await response.Text()));
        Assert.NotEqual("9", response.Header("content-length"));
        Assert.NotEqual("900", response.Header("content-length"));
    }

    [Fact]
    public async Task a_stream_that_begins_with_an_error_of_no_known_kind_costs_nobody_anything()
    {
        const string Error = "data: {\"error\":\"Input validation error: `inputs` must be shorter\",\"error_type\":\"validation\"}\n\n";
        await using var a = await FakeUpstream.Start(Reply.Stream(Error));
        await using var b = await FakeUpstream.Start(Reply.Stream(Error));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b, "fallback") + InOrder);

        using var response = await sidecar.Post(Chat.Streamed);

        Assert.Equal((200, "b", Error), ((int)response.StatusCode, response.Label("backend"), await response.Text()));
        Assert.Equal((1, 1), (a.Count, b.Count));
        Assert.DoesNotContain(await sidecar.Audit(),
            e => e.GetProperty("type").GetString()!.StartsWith("cooldown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_400_that_says_in_a_list_that_the_key_is_wrong_is_about_the_key()
    {
        const string Refusal =
            "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\","
            + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}]}}]";
        await using var a = await FakeUpstream.Start(Reply.Json(Refusal, 400));
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Calm);

        using var first = await sidecar.Post();
        using var second = await sidecar.Post();

        Assert.Equal(("b", "b", 1), (first.Label("backend"), second.Label("backend"), a.Count));
        Assert.Contains(await sidecar.Audit(), e => e.GetProperty("data").TryGetProperty("reason", out var reason)
            && reason.GetString() == "credentials");
    }

    [Fact]
    public async Task a_response_that_fails_before_it_said_anything_goes_elsewhere_and_its_backend_rests()
    {
        const string Failed =
            "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"error\":null}}\n\n"
            + "event: response.in_progress\ndata: {\"type\":\"response.in_progress\",\"response\":{\"id\":\"r\"}}\n\n"
            + "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"status\":\"failed\","
            + "\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}}}\n\n";
        await using var a = await FakeUpstream.Start(Reply.Stream(Failed));
        await using var b = await FakeUpstream.Start(
            Reply.Stream("event: x\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Calm);

        using var first = await sidecar.Post(Chat.Streamed, "/v1/responses");
        using var second = await sidecar.Post(Chat.Streamed, "/v1/responses");

        Assert.Equal(("b", "b", 1), (first.Label("backend"), second.Label("backend"), a.Count));
        Assert.Contains(await sidecar.Audit(), e => e.GetProperty("data").TryGetProperty("reason", out var reason)
            && reason.GetString() == "rate_limited");
    }

    [Fact]
    public void with_the_defaults_seventy_seconds_between_two_reads_are_borne_and_two_minutes_are_not()
    {
        var time = new FakeTimeProvider();
        var idle = new Domain.Backends.Backend { Id = "a", Pool = "p", BaseUrl = "http://a/v1" }.Timeout;
        using var patience = new ReadPatience(new RelaySettings(idle, TimeSpan.Zero, time), CancellationToken.None);

        patience.Start();
        time.Advance(TimeSpan.FromSeconds(70));
        Assert.False(patience.Token.IsCancellationRequested);
        patience.Stop();
        patience.Start();
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(patience.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(121));

        Assert.True(patience.Token.IsCancellationRequested);
        Assert.Equal(RelayOutcome.UpstreamStalled, patience.OutcomeOfFailure);
    }
}
