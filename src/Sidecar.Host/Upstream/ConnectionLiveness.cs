using System.Net.Sockets;

namespace Sidecar.Host.Upstream;

/// <summary>When a connection that says nothing is asked whether it lives, and when it is given up: by pings of HTTP/2, and by TCP's own
/// probes.</summary>
internal sealed record ConnectionLiveness
{
    private const int Probes = 2;

    /// <summary>So long nothing came over it. The handler takes no less than 1 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>So long an answer may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, WholeSeconds(Silence));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, WholeSeconds(Patience / Probes));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }

    private static int WholeSeconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
