using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sidecar.Host.Tests.Budgets;

/// <summary>An upstream and a client on threads and buffers of their own, which allocate nothing while they talk, so that what is allocated
/// meanwhile is Sidecar's.</summary>
internal sealed class QuietPeers : IDisposable
{
    private static readonly byte[] PlainAnswer = Message(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {0}\r\n\r\n",
        """{"id":"c","object":"chat.completion","choices":[{"message":{"content":"PAD"}}],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}""".Replace("PAD", new string('x', 800), StringComparison.Ordinal));

    private static readonly byte[] StreamHead = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static readonly byte[] Event = Chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + new string('x', 90)
        + "\"}}]}\n\n");
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();
    private static readonly byte[] PlainRequest = Message(Head("Content-Length: {0}"), """{"model":"m","messages":[{"role":"user","content":"PAD"}]}""".Replace("PAD", new string('y', 900), StringComparison.Ordinal));
    private static readonly byte[] StreamRequest = Message(Head("Content-Length: {0}"), """{"model":"m","stream":true,"stream_options":{"include_usage":true}}""");

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = 20_000
    };
    private readonly SemaphoreSlim _taken = new(0);
    private readonly byte[] _clientBuffer = new byte[64 * 1024];
    private readonly byte[] _upstreamBuffer = new byte[64 * 1024];
    private volatile int _events;

    public QuietPeers()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/v1";

    public void Connect(Uri sidecar) => _client.Connect(sidecar.Host, sidecar.Port);

    /// <summary>One request of 1 KB and its answer of 1 KB.</summary>
    public void Plain()
    {
        _events = 0;
        _client.Send(PlainRequest);
        var head = 0;
        var length = 0;
        while (head == 0 || length < head + PlainAnswer.Length - PlainAnswer.AsSpan().IndexOf("\r\n\r\n"u8) - 4)
        {
            length += Receive(length);
            head = _clientBuffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4 is var end and > 3 ? end : 0;
        }
    }

    /// <summary>One stream; the upstream sends each event only after the client has received the one before, so that each is read and
    /// written separately.</summary>
    public void Stream(int events)
    {
        _events = events;
        _client.Send(StreamRequest);
        for (var i = 0; i < events; i++)
        {
            ReceiveThrough("\n\n"u8);
            _taken.Release();
        }
        ReceiveThrough("0\r\n\r\n"u8);
    }

    public void Dispose()
    {
        _client.Dispose();
        _listener.Dispose();
    }

    private void Serve()
    {
        try
        {
            var connection = _listener.Accept();
            connection.NoDelay = true;
            while (true)
            {
                // A request is complete when its body is: its last brace is the only one that nothing follows.
                for (var length = 0; length == 0 || _upstreamBuffer[length - 1] != '}';)
                    length += connection.Receive(_upstreamBuffer, length, _upstreamBuffer.Length - length, SocketFlags.None);
                if (_events == 0)
                {
                    connection.Send(PlainAnswer);
                    continue;
                }
                connection.Send(StreamHead);
                for (var i = 0; i < _events; i++)
                {
                    connection.Send(Event);
                    _taken.Wait();
                }
                connection.Send(LastChunk);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void ReceiveThrough(ReadOnlySpan<byte> mark)
    {
        for (var length = 0; _clientBuffer.AsSpan(0, length).IndexOf(mark) < 0;)
            length += Receive(length);
    }

    private int Receive(int at)
    {
        var received = _client.Receive(_clientBuffer, at, _clientBuffer.Length - at, SocketFlags.None);
        return received > 0 ? received : throw new IOException("the connection was closed");
    }

    private static string Head(string length) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n";

    private static byte[] Message(string head, string body) =>
        Encoding.ASCII.GetBytes(head.Replace("{0}", body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal) + body);

    private static byte[] Chunk(string text) => Encoding.ASCII.GetBytes($"{text.Length:x}\r\n{text}\r\n");
}
