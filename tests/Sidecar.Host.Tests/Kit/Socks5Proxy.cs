using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sidecar.Host.Tests.Kit;

/// <summary>A SOCKS5 proxy (RFC 1928, with the user and password of RFC 1929) that sends every connection to a single address, and
/// remembers what was asked for.</summary>
internal sealed class Socks5Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Uri _target;
    private readonly Task _serving;

    public Socks5Proxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _serving = ServeAsync();
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    /// <summary><c>user:password host:port</c> for each connection.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var mine = client;
        await using var stream = client.GetStream();
        try
        {
            await Read(stream, (await Read(stream, 2))[1]);
            await stream.WriteAsync(new byte[] { 5, 2 });
            var user = Encoding.ASCII.GetString(await Read(stream, (await Read(stream, 2))[1]));
            var password = Encoding.ASCII.GetString(await Read(stream, (await Read(stream, 1))[0]));
            await stream.WriteAsync(new byte[] { 1, 0 });
            var request = await Read(stream, 4);
            var host = request[3] == 3 ? Encoding.ASCII.GetString(await Read(stream, (await Read(stream, 1))[0]))
                : new IPAddress(await Read(stream, request[3] == 1 ? 4 : 16)).ToString();
            var port = await Read(stream, 2);
            _asked.Enqueue($"{user}:{password} {host}:{(port[0] << 8) | port[1]}");
            using var upstream = new TcpClient();
            await upstream.ConnectAsync(_target.Host, _target.Port);
            await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
            await using var other = upstream.GetStream();
            await Task.WhenAny(stream.CopyToAsync(other, _stop.Token), other.CopyToAsync(stream, _stop.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or EndOfStreamException)
        {
            // The other side has left.
        }
    }

    private static async Task<byte[]> Read(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
