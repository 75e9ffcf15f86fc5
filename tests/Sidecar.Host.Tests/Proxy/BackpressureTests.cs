using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

public sealed class BackpressureTests
{
    private const int Total = 64 * 1024 * 1024;
    private static readonly string Event = Events.Delta(new string('x', 8000));

    [Theory]
    [InlineData("text/event-stream", Chat.Streamed)]
    [InlineData("application/octet-stream", Chat.Plain)]
    public async Task a_client_that_stops_reading_stops_the_upstream(string type, string request)
    {
        var live = new LiveStream(type);
        await using var upstream = await FakeUpstream.Start(live.Reply);
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var client = await RawClient.Connect(sidecar.Address, receiveBuffer: 64 * 1024);
        await client.Post(Chat.Path, request);
        var piece = Encoding.UTF8.GetBytes(Event);
        await live.Send(piece);
        await client.ReadThrough("\r\n\r\n");

        var sending = SendAll(live, piece);
        var frozenAt = await FrozenAt(live);

        // Two connections' socket buffers and a few of our own; the whole body is several times larger.
        Assert.InRange(frozenAt, piece.Length, Total / 3);
        Assert.False(sending.IsCompleted);

        await client.Skip(Total);
        await sending.Soon();
    }

    private static async Task SendAll(LiveStream live, byte[] piece)
    {
        while (live.Sent < Total + piece.Length)
            await live.Send(piece);
        live.End();
    }

    // Frozen means that nothing has moved for ten looks in a row: there is no signal for something that must not happen.
    private static async Task<long> FrozenAt(LiveStream live)
    {
        var (seen, still) = (live.Sent, 0);
        for (var look = 0; still < 10; look++)
        {
            Assert.True(look < 200, "the upstream was never made to wait");
            await Task.Delay(50);
            (seen, still) = live.Sent == seen ? (seen, still + 1) : (live.Sent, 0);
        }
        return seen;
    }
}
