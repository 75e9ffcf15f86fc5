using System.Net.Sockets;

namespace Sidecar.Host.Upstream;

/// <summary>When a silent connection is checked, and when it is given up: by HTTP/2 pings and by TCP keep-alive probes.</summary>
internal sealed record ConnectionLiveness
{
    private const int Probes = 2;

    /// <summary>The silence after which a connection is checked. The handler accepts no less than 1 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the answer to a check may take.</summary>
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
