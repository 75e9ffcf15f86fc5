using System.Net.Sockets;
using System.Text;
using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Door;

/// <summary>Clients that begin and never finish (slow loris).</summary>
public sealed class SlowClientsTests
{
    private const int Many = 300;

    [Fact]
    public async Task requests_that_are_never_finished_keep_nobody_waiting()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        var slow = new List<Socket>();
        try
        {
            for (var i = 0; i < Many; i++)
            {
                var socket = await Connect(sidecar);
                slow.Add(socket);
                await Send(socket, i % 2 == 0 ? "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b"
                    : "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\n{\"model\":");
            }

            using var answer = await sidecar.Post();
            using var alive = await sidecar.Get("/healthz");

            Assert.Equal((200, 200, 1), ((int)answer.StatusCode, (int)alive.StatusCode, upstream.Count));
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
        using var after = await sidecar.Post();
        Assert.Equal(200, (int)after.StatusCode);
    }

    [Fact]
    public async Task a_body_that_comes_byte_by_byte_is_cut_off()
    {
        await using var upstream = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", upstream) + Calm);
        using var socket = await Connect(sidecar);
        await Send(socket, "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000\r\n\r\n{");
        using var stop = new CancellationTokenSource();
        var dripping = Drip(socket, stop.Token);

        var said = await ReadToEnd(socket).Soon();
        await stop.CancelAsync();
        await dripping;

        Assert.StartsWith("HTTP/1.1 400 ", said, StringComparison.Ordinal);
        Assert.Contains("too slowly", said, StringComparison.Ordinal);
        Assert.Equal(0, upstream.Count);
    }

    private static async Task<Socket> Connect(RunningSidecar sidecar)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", sidecar.Address.Port);
        return socket;
    }

    private static async Task Send(Socket socket, string text) => await socket.SendAsync(Encoding.Latin1.GetBytes(text));

    private static async Task Drip(Socket socket, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Send(socket, " ");
                await Task.Delay(200, stop);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It was cut off.
        }
    }

    private static async Task<string> ReadToEnd(Socket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var read)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset behind what it said.
        }
        return text.ToString();
    }
}
