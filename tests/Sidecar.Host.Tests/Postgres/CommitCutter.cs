using System.Net;
using System.Net.Sockets;

namespace Sidecar.Host.Tests.Postgres;

/// <summary>Forwards connections to PostgreSQL, and when told to cuts one between a COMMIT and its answer.</summary>
internal sealed class CommitCutter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Task _accepting;
    private volatile bool _cuts;

    public CommitCutter(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void CutsNextCommit() => _cuts = true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await far.ConnectAsync(IPAddress.Loopback, _port);
        var answersPass = true;
        var answering = CopyAsync(far, near, _ => Volatile.Read(ref answersPass));
        await Task.WhenAny(answering, CopyAsync(near, far, bytes =>
        {
            if (_cuts && bytes.IndexOf("COMMIT"u8) >= 0)
                Volatile.Write(ref answersPass, _cuts = false);
            return true;
        }));
        // PostgreSQL has answered by the time this ends, because its answer is what ends it.
        if (!answersPass)
            await answering;
    }

    private static async Task CopyAsync(Socket from, Socket to, Func<ReadOnlySpan<byte>, bool> passes)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read && passes(buffer.AsSpan(0, read)))
                await to.SendAsync(buffer.AsMemory(0, read));
        }
        catch (SocketException)
        {
            // One side has gone, so the other goes too.
        }
    }
}
