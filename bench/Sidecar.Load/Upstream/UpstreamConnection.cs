using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Sidecar.Load.Wire;

namespace Sidecar.Load.Upstream;

/// <summary>One keep-alive connection: reads a head, discards or echoes the body, and answers as the path says.</summary>
internal sealed class UpstreamConnection(Socket socket, Pacer pacer, Sightings seen)
{
    private const int LargeSize = 1 << 20;

    // All bodies that nobody looks at are read into this buffer; what is in it means nothing.
    private static readonly byte[] Dropped = new byte[256 * 1024];
    private static readonly byte[] Large = Answers.Large(LargeSize);
    private static readonly ConcurrentDictionary<int, byte[]> OfSize = [];
    private static readonly byte[] StreamEnd = EventText.NewEnd();

    private readonly byte[] _buffer = new byte[4096];
    private int _filled;
    private Task<int>? _early;

    public async Task RunAsync()
    {
        using (socket)
        {
            try
            {
                while (await ReadHeadAsync() is { } length && await AnswerAsync(length))
                {
                    // Goes on with the next request on the same connection.
                }
            }
            catch (SocketException)
            {
                // The proxy has gone, as proxies may.
            }
        }
    }

    private async ValueTask<int?> ReadHeadAsync()
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return end + 4;
            var early = _early;
            _early = null;
            var got = early is null ? await socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None) : await early;
            if (got == 0)
                return null;
            _filled += got;
        }
    }

    private async ValueTask<bool> AnswerAsync(int headLength)
    {
        var request = UpstreamRequest.Parse(_buffer.AsSpan(0, headLength));
        var body = _buffer.AsMemory(headLength, _filled - headLength);
        _filled = 0;
        if (request.Length is not { } length)
        {
            await socket.SendAsync(Answers.LengthRequired, SocketFlags.None);
            return false;
        }
        if (request.Path == "/v1/echo")
            return await EchoAsync(body, length);
        for (var left = length - body.Length; left > 0;)
        {
            var got = await socket.ReceiveAsync(Dropped.AsMemory(0, (int)Math.Min(left, Dropped.Length)), SocketFlags.None);
            if (got == 0)
                return false;
            left -= got;
        }
        if (request.Number("events") is { } events)
            return await StreamAsync(request, events);
        await socket.SendAsync(Choose(request), SocketFlags.None);
        return true;
    }

    // /b/NAME/v1/… is a backend of that name, /throttled/NAME/v1/… one that throttles.
    private byte[] Choose(in UpstreamRequest request)
    {
        if (request.Path == "/v1/chat/completions")
            return request.Query.Length == 0 ? Answers.Plain
                : request.Query.StartsWith("large", StringComparison.Ordinal) ? Large
                : request.Number("size") is { } size ? OfSize.GetOrAdd(size, Answers.Large)
                : Answers.Plain;
        switch (request.Path.Split('/'))
        {
            case ["", "b", var backend, ..]:
                seen.Request(backend);
                return Answers.Plain;
            case ["", "throttled", var backend, ..]:
                seen.Request(backend);
                return Answers.Throttled;
            case ["", "-", "sightings"]:
                return Answers.Text(seen.Text());
            case ["", "-", "forget"]:
                seen.Forget();
                return Answers.Plain;
            case ["", "-", "release"]:
                seen.Release();
                return Answers.Plain;
            default:
                return Answers.Plain;
        }
    }

    private async Task<bool> StreamAsync(UpstreamRequest request, int events)
    {
        // Requested before the first event, because a release between the two must not be missed.
        var released = request.Number("hold") is null ? Task.CompletedTask : seen.Released;
        // Reading ahead is the way to notice the end of the connection while there is nothing to send.
        _early = socket.ReceiveAsync(_buffer.AsMemory(), SocketFlags.None).AsTask();
        await socket.SendAsync(Answers.StreamHead, SocketFlags.None);
        var sent = SendEventsAsync(request, events, released);
        var whole = await Task.WhenAny(sent, _early) == sent && await sent;
        if (whole)
            await socket.SendAsync(StreamEnd, SocketFlags.None);
        else if (request.Number("id") is { } id)
            seen.Abort(id, Stopwatch.GetTimestamp());
        return whole;
    }

    private async Task<bool> SendEventsAsync(UpstreamRequest request, int events, Task released)
    {
        var gap = request.Number("gap-us") is { } micros ? TimeSpan.FromMicroseconds(micros)
            : TimeSpan.FromMilliseconds(request.Number("gap") ?? 0);
        if (gap > TimeSpan.Zero)
            return await new PacedStream(socket, pacer, events, gap, request.Number("stamp") is not null).RunAsync();
        var chunk = EventText.NewChunk();
        for (var i = 0; i < events; i++)
        {
            EventText.Number(chunk, i, 0);
            await socket.SendAsync(chunk, SocketFlags.None);
        }
        await released;
        return true;
    }

    private async Task<bool> EchoAsync(ReadOnlyMemory<byte> first, long length)
    {
        await socket.SendAsync(Answers.EchoHead(length), SocketFlags.None);
        await socket.SendAsync(first, SocketFlags.None);
        var copy = new byte[64 * 1024];
        for (var left = length - first.Length; left > 0;)
        {
            var got = await socket.ReceiveAsync(copy, SocketFlags.None);
            if (got == 0)
                return false;
            await socket.SendAsync(copy.AsMemory(0, got), SocketFlags.None);
            left -= got;
        }
        return true;
    }
}
