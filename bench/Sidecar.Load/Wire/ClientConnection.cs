using System.Net;
using System.Net.Sockets;

namespace Sidecar.Load.Wire;

/// <summary>A keep-alive connection that sends prepared requests and reads their answers: cheap, because the load shares its cores with
/// what it measures.</summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly ResponseParser _parser = new();
    private readonly byte[] _buffer;

    private ClientConnection(Socket socket, int buffer) => (_socket, _buffer) = (socket, new byte[buffer]);

    public int Status => _parser.Status;

    public bool IsDone => _parser.IsDone;

    public static async Task<ClientConnection> OpenAsync(Uri address, int buffer = 16 * 1024)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
            return new ClientConnection(socket, buffer);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends, and reads the whole answer; returns its status, or 0 if the connection ended first.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, IBodyReader? body = null)
    {
        await BeginAsync(request);
        while (!_parser.IsDone)
            if (!await ReadAsync(body))
                return 0;
        return _parser.Status;
    }

    /// <summary>Sends, and does not read the answer.</summary>
    public async ValueTask BeginAsync(ReadOnlyMemory<byte> request)
    {
        _parser.Begin();
        await _socket.SendAsync(request, SocketFlags.None);
    }

    /// <summary>Reads what there is of the answer; returns false if the connection has ended.</summary>
    public async ValueTask<bool> ReadAsync(IBodyReader? body)
    {
        try
        {
            var got = await _socket.ReceiveAsync(_buffer, SocketFlags.None);
            _parser.Feed(_buffer.AsSpan(0, got), body);
            return got > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
