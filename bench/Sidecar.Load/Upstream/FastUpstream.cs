using System.Net;
using System.Net.Sockets;

namespace Sidecar.Load.Upstream;

/// <summary>An upstream that does as little as possible, over bare sockets: its own maximum must lie far above what is measured through
/// it.</summary>
internal static class FastUpstream
{
    public static async Task<int> RunAsync(int port)
    {
        var pacer = new Pacer();
        var seen = new Sightings();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        while (true)
        {
            var socket = await listener.AcceptAsync();
            socket.NoDelay = true;
            _ = new UpstreamConnection(socket, pacer, seen).RunAsync();
        }
    }
}
