using System.IO.Compression;

namespace Sidecar.Host.Upstream;

/// <summary>
/// A body labelled <c>gzip</c> or <c>deflate</c>, decoded as its first bytes say: deflate with a zlib header, as RFC 9110 requires, or
/// without one, as some servers send it; gzip, or a plain document under the wrong label.
/// </summary>
internal sealed class EncodedBody(Stream body, bool isGzip) : ReadOnlyStream
{
    private const int HeaderLength = 2;

    private Stream? _decoded;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _decoded ??= await OpenAsync(cancellationToken);
        return await _decoded.ReadAsync(buffer, cancellationToken);
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellation)
    {
        var header = new byte[HeaderLength];
        var length = await body.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellation);
        var whole = new PrefixedStream(header.AsMemory(0, length), body);
        if (isGzip)
            return length == HeaderLength && IsDocumentOrStream(header[0], header[1]) ? whole
                : new GZipStream(whole, CompressionMode.Decompress);
        return length == HeaderLength && IsZlib(header[0], header[1]) ? new ZLibStream(whole, CompressionMode.Decompress)
            : new DeflateStream(whole, CompressionMode.Decompress);
    }

    // How JSON and event streams begin; gzip begins with 1F 8B (RFC 1952). Anything else is a broken body.
    private static bool IsDocumentOrStream(byte first, byte second) =>
        first is (byte)'{' or (byte)'[' or (byte)':' || (first, second) is ((byte)'d', (byte)'a') or ((byte)'e', (byte)'v');

    // RFC 1950: the method is 8, and the two bytes are a multiple of 31.
    private static bool IsZlib(byte method, byte flags) => (method & 0x0F) == 8 && ((method << 8) | flags) % 31 == 0;

    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_prefix.IsEmpty || buffer.IsEmpty)
                return rest.ReadAsync(buffer, cancellationToken);
            var length = Math.Min(buffer.Length, _prefix.Length);
            _prefix[..length].CopyTo(buffer);
            _prefix = _prefix[length..];
            return ValueTask.FromResult(length);
        }
    }
}
