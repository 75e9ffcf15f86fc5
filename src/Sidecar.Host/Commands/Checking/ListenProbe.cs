using System.Net;
using System.Net.Sockets;

namespace Sidecar.Host.Commands.Checking;

/// <summary>Tries to listen where the server would, and lets go again: a port in use, one that asks for a privilege, an address of another
/// machine.</summary>
internal static class ListenProbe
{
    /// <summary>One line for each address that cannot be listened on, beginning with the address.</summary>
    /// <param name="urls">As configured; each is valid.</param>
    public static IReadOnlyList<string> FaultsOf(IEnumerable<string> urls)
    {
        // Kept until all were tried: two of them may want the same port.
        var held = new List<Socket>();
        try
        {
            return [.. urls.Select(url => FaultOf(url, held) is { } fault ? $"{url} {fault}" : null).OfType<string>()];
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    private static string? FaultOf(string url, List<Socket> held)
    {
        var address = BindingAddress.Parse(url);
        // Port 0 is whichever is free.
        if (address.IsUnixPipe || address.Port == 0)
            return null;
        if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            return BothOf(address.Port, held);
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            return Said(Try(new IPEndPoint(ip, address.Port), held));
        // Any other name is every interface, as with Kestrel.
        return Try(new IPEndPoint(IPAddress.IPv6Any, address.Port), held) is { } fault and not SocketError.AddressFamilyNotSupported
            ? Said(fault) : Said(Try(new IPEndPoint(IPAddress.Any, address.Port), held, unlessHeld: true));
    }

    // The name stands for two addresses; the server needs one of them, and neither may be taken.
    private static string? BothOf(int port, List<Socket> held)
    {
        var four = Try(new IPEndPoint(IPAddress.Loopback, port), held);
        var six = Try(new IPEndPoint(IPAddress.IPv6Loopback, port), held);
        return four == SocketError.AddressAlreadyInUse || six == SocketError.AddressAlreadyInUse ? Said(SocketError.AddressAlreadyInUse)
            : six is null ? null : Said(four);
    }

    private static SocketError? Try(IPEndPoint at, List<Socket> held, bool unlessHeld = false)
    {
        if (unlessHeld && held.Exists(other => ((IPEndPoint)other.LocalEndPoint!).Port == at.Port))
            return null;
        Socket? socket = null;
        try
        {
            socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (at.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(at);
            socket.Listen(1);
            held.Add(socket);
            return null;
        }
        catch (SocketException fault)
        {
            socket?.Dispose();
            return fault.SocketErrorCode;
        }
    }

    private static string? Said(SocketError? fault) => fault switch
    {
        null => null,
        SocketError.AddressAlreadyInUse => "is in use already: end the program that listens there, or take another port",
        SocketError.AccessDenied => "may not be listened on by this user: ports below 1024 need a privilege "
            + "(CAP_NET_BIND_SERVICE); take a higher one",
        SocketError.AddressNotAvailable => "is an address that this machine does not have",
        _ => $"cannot be listened on ({fault})",
    };
}
