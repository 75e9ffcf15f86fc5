using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

public sealed class PlainRelayTests
{
    [Fact]
    public async Task a_megabyte_passes_unchanged_both_ways()
    {
        var (request, answer) = (RandomBytes(1, 1024 * 1024 + 17), RandomBytes(2, 1024 * 1024 + 31));
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(answer, 200, ("Content-Type", "application/octet-stream")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Client.PostAsync(new Uri("/v1/files", UriKind.Relative), new ByteArrayContent(request)).Soon();

        Assert.Equal(answer, await response.Bytes());
        Assert.Equal(request, (await upstream.Arrival()).Body);
    }

    // Qwen Code retries a broken stream only if the error has an id, which OpenAI's SDK takes from this header.
    [Theory]
    [InlineData(null)]
    [InlineData("the-upstreams-own")]
    public async Task the_usual_id_is_the_upstreams_own_or_else_sidecars(string? own)
    {
        (string, string)[] headers = own is null ? [] : [("x-request-id", own)];
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            "{}"u8.ToArray(), 200, [("Content-Type", "application/json"), .. headers]));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post().Soon();

        Assert.Equal(own ?? response.Headers.GetValues("x-sidecar-request-id").Single(), response.Headers.GetValues("x-request-id")
            .Single());
    }

    [Fact]
    public async Task a_chunked_request_of_a_megabyte_arrives_whole_and_with_its_length()
    {
        var request = RandomBytes(3, 1024 * 1024 + 5);
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/files") { Content = new ByteArrayContent(request) };
        message.Headers.TransferEncodingChunked = true;

        using var response = await sidecar.Send(message);

        var received = await upstream.Arrival();
        Assert.Equal(request, received.Body);
        Assert.Equal($"{request.Length}", received.Header("content-length"));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nc\r\n{\"choices\":[\r\n")]
    [InlineData("Content-Length: 1000\r\n\r\n{\"choices\":[")]
    public async Task a_body_that_breaks_off_resets_the_connection(string answer)
    {
        await using var upstream = new RawUpstream("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + answer);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream.BaseUrl) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Post(Chat.Path, Chat.Plain);
        var (text, _) = await client.ReadToEnd();

        Assert.DoesNotContain("\r\n0\r\n\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("503", text, StringComparison.Ordinal);
        await sidecar.Log.Line(" 1001 ", "error=upstream_interrupted");
    }

    [Fact]
    public async Task a_body_that_breaks_off_late_is_not_ended_as_if_whole()
    {
        var live = new LiveStream("application/json");
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post();
        await live.Send(new string(' ', 100_000));
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[100_000]).Soon();
        await live.Cut();

        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadRest());
    }

    [Fact]
    public async Task the_beginning_of_a_slow_body_does_not_wait_for_its_rest()
    {
        var live = new LiveStream("application/json");
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        var answer = sidecar.Post();
        await live.Send("{\"a\":");
        using var response = await answer;
        var body = await response.Content.ReadAsStreamAsync();
        Assert.Equal("{\"a\":", await body.ReadThrough(":"));
        await live.Send("1}");
        live.End();

        Assert.Equal("1}", await body.ReadRest());
    }

    [Fact]
    public async Task a_body_that_stalls_past_the_timeout_resets_the_connection()
    {
        var live = new LiveStream("application/json");
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream, more: "timeout = 300ms") + Calm);

        var answer = sidecar.Client.SendAsync(Chat.Request());
        await live.Send("{\"choices\":[");

        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Soon());
        await (await upstream.Arrival()).Aborted.Task.Soon();
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public async Task answers_without_a_body_keep_their_status_and_headers(int status)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes([], status, ("ETag", "\"e1\"")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Get("/v1/models");

        Assert.Equal((status, "\"e1\"", "a"), ((int)response.StatusCode, response.Header("etag"), response.Label("backend")));
        Assert.Empty(await response.Bytes());
    }

    [Fact]
    public async Task head_gets_the_length_without_the_body()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            [], 200, ("Content-Type", "application/json"), ("Content-Length", "4321")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Send(new HttpRequestMessage(HttpMethod.Head, "/v1/models"));

        Assert.Equal((200, 4321L), ((int)response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Equal("HEAD", (await upstream.Arrival()).Method);
    }

    [Fact]
    public async Task an_empty_body_is_whole()
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes([], 200, ("Content-Type", "application/json")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, ""), ((int)response.StatusCode, await response.Text()));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task a_compressed_answer_is_unpacked_and_says_nothing_of_its_packing(string encoding)
    {
        var json = Encoding.UTF8.GetBytes(Reply.Completion);
        await using var upstream = await FakeUpstream.Start(Reply.Compressed(encoding, json, "application/json"));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal(json, await response.Bytes());
        Assert.Null(response.Header("content-encoding"));
        Assert.Equal(18, (await sidecar.UsageAfter(response.Id()))[0].GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip, br")]
    public async Task an_answer_that_lies_about_its_packing_is_the_backends_failure(string encoding)
    {
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            "not packed"u8.ToArray(), 200, ("Content-Type", "application/json"), ("Content-Encoding", encoding)));
        await using var other = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Backend("b", other) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal((200, "b"), ((int)response.StatusCode, response.Label("backend")));
        Assert.Equal("upstream_protocol", (await sidecar.AttemptsOf(response.Id()))[0].ErrorClass);
    }

    [Fact]
    public async Task an_encoding_that_is_not_understood_passes_as_it_is()
    {
        var packed = RandomBytes(4, 5000);
        await using var upstream = await FakeUpstream.Start(Reply.Bytes(
            packed, 200, ("Content-Type", "application/json"), ("Content-Encoding", "zstd")));
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);

        using var response = await sidecar.Post();

        Assert.Equal("zstd", response.Header("content-encoding"));
        Assert.Equal(packed, await response.Bytes());
    }

    private static byte[] RandomBytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
