using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sidecar.Host.Tests.Kit;

/// <summary>An upstream that answers every request with the given bytes, HTTP or not, and then closes the connection; what it wrote always
/// arrives.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<byte[]> _answer;
    private readonly bool _readsBody;
    private readonly Func<Socket, Task>? _then;
    private readonly Task _serving;
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _received = new();
    private int _count;

    /// <param name="readsBody">If false, it answers after reading only the head, and closes with the body unread.</param>
    /// <param name="then">What it does with the connection after the answer; null ends it in order.</param>
    public RawUpstream(string answer, bool readsBody = true, Func<Socket, Task>? then = null)
        : this(Encoding.Latin1.GetBytes(answer), readsBody, then)
    {
    }

    public RawUpstream(byte[] answer, bool readsBody = true, Func<Socket, Task>? then = null) : this(() => answer, readsBody, then)
    {
    }

    /// <param name="answer">Called once for each request.</param>
    public RawUpstream(Func<byte[]> answer, bool readsBody = true, Func<Socket, Task>? then = null)
    {
        (_answer, _readsBody, _then) = (answer, readsBody, then);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string BaseUrl => $"http://{_listener.LocalEndpoint}/v1";

    /// <summary>Scheme, host and port, without a path.</summary>
    public string Root => $"http://{_listener.LocalEndpoint}";

    /// <summary>Each request as it arrived, byte by byte as Latin-1.</summary>
    public IReadOnlyList<string> Received => [.. _received];

    /// <summary>Resets the connection and leaves what the other side sent unread.</summary>
    public static Task Reset(Socket socket)
    {
        socket.Close(0);
        return Task.CompletedTask;
    }

    /// <summary>Says nothing more until the other side gives up.</summary>
    public static async Task Silence(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer) > 0)
            continue;
    }

    /// <summary>Sends more after a while, and ends in order.</summary>
    public static Func<Socket, Task> Later(int milliseconds, params string[] pieces) => async socket =>
    {
        foreach (var piece in pieces)
        {
            await Task.Delay(milliseconds);
            await socket.SendAsync(Encoding.Latin1.GetBytes(piece));
        }
        socket.Shutdown(SocketShutdown.Send);
        await Silence(socket);
    };

    public int Count => Volatile.Read(ref _count);

    /// <summary>The address of a port on which nobody listens.</summary>
    public static string Refusing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}/v1";
    }

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
                _ = AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        using var socket = connection;
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!IsWhole(text.ToString()))
        {
            var read = await socket.ReceiveAsync(buffer);
            if (read == 0)
                return;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        _received.Enqueue(text.ToString());
        Interlocked.Increment(ref _count);
        await socket.SendAsync(_answer());
        if (_then is not null)
        {
            try
            {
                await _then(socket);
            }
            catch (SocketException)
            {
                // The client has left.
            }
            return;
        }
        socket.Shutdown(SocketShutdown.Send);
        // Closing with unread bytes would cause a reset, which can overtake what was written.
        while (await socket.ReceiveAsync(buffer) > 0)
            continue;
    }

    private bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !_readsBody)
            return end >= 0;
        var at = request.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
        var length = at < 0 ? 0 : int.Parse(request.AsSpan(at + 15, request.IndexOf('\r', at) - at - 15), CultureInfo.InvariantCulture);
        return request.Length >= end + 4 + length;
    }
}
