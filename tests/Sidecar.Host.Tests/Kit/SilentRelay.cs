using System.Net;
using System.Net.Sockets;

namespace Sidecar.Host.Tests.Kit;

/// <summary>Forwards TCP connections to an upstream until it is told to go silent: the existing ones then stay open but carry nothing any
/// more, as if a cable had been cut. New ones work.</summary>
internal sealed class SilentRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Task _accepting;
    private int _connections;
    private volatile CancellationTokenSource _generation = new();

    public SilentRelay(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref _connections);

    public void GoSilent()
    {
        var former = _generation;
        _generation = new CancellationTokenSource();
        former.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptSocketAsync(_stop.Token), _generation.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(Socket client, CancellationToken silent)
    {
        Interlocked.Increment(ref _connections);
        using var near = client;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await far.ConnectAsync(IPAddress.Loopback, _port);
        await Task.WhenAny(CopyAsync(near, far, silent), CopyAsync(far, near, silent));
        // A peer of a silent connection must not learn that it has ended, either.
        if (silent.IsCancellationRequested)
            await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken silent)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, silent) is > 0 and var read)
                await to.SendAsync(buffer.AsMemory(0, read), silent);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is silent from here on, or over.
        }
    }
}
