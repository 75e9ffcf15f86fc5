using System.Diagnostics;
using System.Net.Sockets;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>The status line decides: nothing that follows the head of a refusal, and nothing that fails to follow, revokes it.</summary>
public sealed class RefusalBodyTests
{
    private const string Limited = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nContent-Type: application/json\r\n";

    public static TheoryData<string, string> Bodies => new()
    {
        { "mislabelled", "Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\nplain text" },
        { "reset", "Content-Length: 100\r\n\r\n" },
        { "half", "Content-Length: 100\r\n\r\n{\"error\":" },
        { "silent", "Content-Length: 100\r\n\r\n" },
        { "endless", "Transfer-Encoding: chunked\r\n\r\n" },
        { "bad chunks", "Transfer-Encoding: chunked\r\n\r\nzz\r\nnonsense" },
        { "empty", "Content-Length: 0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task a_429_is_one_with_its_retry_after_and_soon(string kind, string rest)
    {
        Func<Socket, Task>? then = kind switch
        {
            "reset" => RawUpstream.Reset,
            "silent" => RawUpstream.Silence,
            "endless" => Flood,
            _ => null,
        };
        await using var a = new RawUpstream(Limited + rest, then: then);
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Backend("b", b) + Calm + "cooldown.jitter = 0");
        var clock = Stopwatch.StartNew();

        using var first = await sidecar.Post();
        var took = clock.Elapsed;
        using var second = await sidecar.Post();

        Assert.Equal(("b", "b", 1), (first.Label("backend"), second.Label("backend"), a.Count));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        var rest120 = Assert.Single(await sidecar.Audit(), e =>
            e.GetProperty("type").GetString()!.Contains("cooldown-started", StringComparison.Ordinal));
        var data = rest120.GetProperty("data");
        Assert.Equal(120, Math.Round((data.GetProperty("until").GetDateTimeOffset() - data.GetProperty("at").GetDateTimeOffset())
            .TotalSeconds));
    }

    [Fact]
    public async Task a_400_that_breaks_off_is_the_clients_400()
    {
        await using var a = new RawUpstream(
            "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"error\":{\"mess");
        await using var sidecar = await RunningSidecar.Start(Backend("a", a.BaseUrl) + Calm);
        using var client = await RawClient.Connect(sidecar.Address);

        await client.Post(Chat.Path, Chat.Plain);
        var (text, _) = await client.ReadToEnd();

        Assert.Equal(1, a.Count);
        Assert.DoesNotContain(" 503 ", text, StringComparison.Ordinal);
    }

    private static async Task Flood(Socket socket)
    {
        var chunk = System.Text.Encoding.Latin1.GetBytes("1000\r\n" + new string(' ', 4096) + "\r\n");
        while (true)
            await socket.SendAsync(chunk);
    }
}
