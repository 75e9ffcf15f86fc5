using System.Net.Sockets;
using System.Text;

namespace Sidecar.Host.Tests.Kit;

/// <summary>A client that writes and reads bytes of its own choosing, as slowly as it likes.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawClient(int? receiveBuffer)
    {
        if (receiveBuffer is { } size)
            _socket.ReceiveBufferSize = size;
    }

    public static async Task<RawClient> Connect(Uri address, int? receiveBuffer = null)
    {
        var client = new RawClient(receiveBuffer);
        await client._socket.ConnectAsync(address.Host, address.Port).Soon();
        return client;
    }

    public Task Post(string path, string body, params string[] headers) =>
        Write($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{body}");

    public async Task Write(string text)
    {
        ReadOnlyMemory<byte> rest = Encoding.Latin1.GetBytes(text);
        while (!rest.IsEmpty)
            rest = rest[await _socket.SendAsync(rest).Soon()..];
    }

    /// <summary>Reads until the text so far contains <paramref name="part"/>.</summary>
    public async Task<string> ReadThrough(string part)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!text.ToString().Contains(part, StringComparison.Ordinal))
        {
            var read = await _socket.ReceiveAsync(buffer).Soon();
            Assert.True(read > 0, $"the connection ended after: {text}");
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        return text.ToString();
    }

    /// <summary>Reads to the end, however that comes; says whether it was a reset or an orderly end, and what came before it.</summary>
    public async Task<(string Text, bool WasReset)> ReadToEnd()
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer).Soon() is var read and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            return (text.ToString(), false);
        }
        catch (SocketException)
        {
            return (text.ToString(), true);
        }
    }

    /// <summary>Reads this many bytes and throws them away.</summary>
    public async Task Skip(long bytes)
    {
        var buffer = new byte[64 * 1024];
        while (bytes > 0)
        {
            var read = await _socket.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes))).Soon();
            Assert.True(read > 0, $"the connection ended {bytes} bytes early");
            bytes -= read;
        }
    }

    public void Dispose() => _socket.Dispose();
}
