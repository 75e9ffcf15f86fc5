using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

public sealed class RequestBodyTests
{
    private const string SmallLimit = "http.max-request-body = 2000\n";

    [Fact]
    public async Task a_body_announced_too_large_is_refused_before_it_is_sent()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + SmallLimit);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Write($"POST {Chat.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2001\r\n\r\n");
        var answer = await client.ReadThrough("}}");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"request_too_large\",\"param\":null}}", answer, StringComparison.Ordinal);
        Assert.Contains("x-sidecar-request-id: ", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, upstream.Count);
    }

    [Fact]
    public async Task a_chunked_body_is_refused_as_soon_as_it_is_too_large()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + SmallLimit);
        using var client = await RawClient.Connect(sidecar.Address);

        // The body never ends, so the refusal can only be due to what was read so far.
        await client.Write($"POST {Chat.Path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
            + $"chunked\r\n\r\n7d1\r\n{new string('x', 2001)}\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", await client.ReadThrough("}}"), StringComparison.Ordinal);
        Assert.Equal(0, upstream.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_body_of_just_the_limit_passes(bool chunked)
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm + SmallLimit);
        using var request = Chat.Request(new string('x', 2000));
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await sidecar.Send(request);

        Assert.Equal((200, 2000), ((int)response.StatusCode, (await upstream.Arrival()).Body.Length));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task an_answer_before_the_upload_has_ended_is_relayed(int status)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Json("""{"error":"early"}""", status) with { ReadsBody = false });
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post(new string('x', 8 * 1024 * 1024));

        Assert.Equal((status, """{"error":"early"}"""), ((int)response.StatusCode, await response.Text()));
    }

    [Fact]
    public async Task an_early_answer_over_a_connection_that_is_then_closed_is_relayed()
    {
        await using var upstream = new RawUpstream(
            "HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
                readsBody: false);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);

        using var response = await sidecar.Post(new string('x', 1024 * 1024));

        Assert.Equal((413, "{}"), ((int)response.StatusCode, await response.Text()));
    }

    [Fact]
    public async Task a_retried_body_is_the_same_each_time()
    {
        var body = $$"""{"model":"m","x":"{{new string('é', 300_000)}}"}""";
        await using var a = await FakeUpstream.Start(Reply.RateLimited());
        await using var b = await FakeUpstream.Start(Reply.Error(503));
        await using var c = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + Backend("c", c) + Calm);

        using var response = await sidecar.Post(body);

        Assert.Equal(("c", "3"), (response.Label("backend"), response.Label("attempts")));
        foreach (var upstream in new[] { a, b, c })
            Assert.Equal(body, (await upstream.Arrival()).Text);
    }

    [Fact]
    public async Task a_client_that_breaks_off_its_upload_reaches_no_upstream()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using (var client = await RawClient.Connect(sidecar.Address))
            await client.Write($"POST {Chat.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf");

        using var other = await sidecar.Post();

        Assert.Equal((200, 1), ((int)other.StatusCode, upstream.Count));
    }

    [Fact]
    public async Task expect_continue_is_answered_here()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Write($"POST {Chat.Path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
            + $"{Chat.Plain.Length}\r\n\r\n");
        await client.ReadThrough("HTTP/1.1 100 Continue\r\n\r\n");
        await client.Write(Chat.Plain);

        Assert.StartsWith("HTTP/1.1 200 OK", await client.ReadThrough("\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(Chat.Plain, Encoding.UTF8.GetString((await upstream.Arrival()).Body));
    }

    [Fact]
    public async Task a_body_that_is_badly_chunked_is_the_clients_fault()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Write($"POST {Chat.Path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n");
        var (answer, _) = await client.ReadToEnd();

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, upstream.Count);
    }
}
