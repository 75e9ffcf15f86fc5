using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>What a request may contain, and where it may lead.</summary>
public sealed class RequestBoundsTests
{
    [Theory]
    [InlineData(256, 200)]
    [InlineData(257, 400)]
    [InlineData(3_000_000, 400)]
    public async Task a_models_name_has_at_most_256_characters(int length, int status)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var answer = await sidecar.Post($$"""{"model":"{{new string('m', length)}}","messages":[]}""");
        var text = await answer.Text();

        Assert.Equal((status, status == 200 ? 1 : 0), ((int)answer.StatusCode, a.Count));
        Assert.Equal(status == 400, text.Contains("\"code\":\"invalid_model\"", StringComparison.Ordinal));
        Assert.True(text.Length < 1000);
    }

    [Theory]
    [InlineData("""{"model":"\u006d\u006D","messages":[]}""", 200)]
    [InlineData("""{"MODEL":"m","messages":[]}""", 200)]
    public async Task whoever_may_use_any_model_is_not_asked_how_it_is_named(string body, int status)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        using var answer = await sidecar.Post(body);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/x%2f..%2f..%2fadmin")]
    [InlineData("/v1/x%252f..%252f..%252fadmin")]
    [InlineData("/v1/%2e%2e%2fadmin")]
    [InlineData("/v1/x%5c..%5c..%5cadmin")]
    [InlineData("/v1/..;/admin")]
    [InlineData("/v1/%c0%ae%c0%ae/admin")]
    public async Task no_path_leads_out_of_the_base_url(string path)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);

        var answer = await HostAndOriginTests.Ask(sidecar, "GET " + path, "localhost");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid_path\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, a.Count);
    }

    [Fact]
    public async Task what_comes_back_to_the_same_sidecar_is_508()
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        using var first = await sidecar.Send(Chat.Request(headers: ("Via", "1.1 other")));
        var via = (await a.Arrival()).Header("via")!;

        using var again = await sidecar.Send(Chat.Request(headers: ("Via", via + ", 1.1 behind")));
        using var elsewhere = await sidecar.Send(Chat.Request(headers: ("Via", "1.1 sidecar-000000000000")));

        Assert.StartsWith("1.1 other, 1.1 sidecar-", via, StringComparison.Ordinal);
        Assert.Equal((200, 508, 200), ((int)first.StatusCode, (int)again.StatusCode, (int)elsewhere.StatusCode));
        Assert.Equal("loop_detected", (await again.Error()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("80000000")]
    [InlineData("ffffffff")]
    [InlineData("7fffffffff")]
    [InlineData("100000000000000000")]
    [InlineData("-1")]
    public async Task a_chunk_of_a_size_that_there_is_not_is_400(string size)
    {
        await using var a = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Write($"POST {Chat.Path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nabc");
        var answer = await client.ReadThrough("}}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("x-sidecar-request-id: ", answer, StringComparison.Ordinal);
        Assert.Equal(0, a.Count);
    }
}
