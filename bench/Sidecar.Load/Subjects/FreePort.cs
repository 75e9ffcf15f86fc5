using System.Net;
using System.Net.Sockets;

namespace Sidecar.Load.Subjects;

/// <summary>Ports below those that the system uses for outgoing connections, of which a load has thousands.</summary>
internal static class FreePort
{
    private static int s_last = 18100;

    public static int Next()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref s_last);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // It is taken; try the next one.
            }
        }
    }
}
