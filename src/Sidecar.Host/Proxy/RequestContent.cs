using System.IO.Compression;
using System.Runtime.InteropServices;
using Sidecar.Domain.Wire;
using Sidecar.Host.Upstream;
using Sidecar.Upstream;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Sidecar.Host.Proxy;

/// <summary>The contents of a request's body, read directly or after decoding.</summary>
/// <param name="Envelope">Its offsets refer to <paramref name="Decoded"/> if that is set.</param>
/// <param name="Decoded">The caller must release it; null: the body is not encoded, or cannot be decoded.</param>
/// <param name="IsTooLarge">It decodes to more than a body may have.</param>
internal readonly record struct RequestContent(RequestEnvelope Envelope, PooledBody? Decoded, bool IsTooLarge)
{
    // With zstd the sender chooses how much memory the reader needs; no client needs more than 8 MiB for a request.
    private const int MostWindow = 23;

    /// <summary>Never throws: a body that does not match its label is proxied all the same, for an unknown model.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="limit">The largest decoded size.</param>
    public static RequestContent Read(IHeaderDictionary headers, PooledBody body, long limit)
    {
        if (headers.ContentEncoding.Count == 0 || BodyDecoding.Split(headers.ContentEncoding.ToString()) is not { Length: > 0 } encodings)
            return new RequestContent(EnvelopeOf(headers, body.Memory.Span), null, false);
        var decoded = new PooledBodyWriter(body.Length);
        try
        {
            if (TryDecode(body, encodings, limit, decoded))
            {
                var whole = decoded.ToBody();
                return new RequestContent(EnvelopeOf(headers, whole.Memory.Span), whole, false);
            }
        }
        catch (Exception e) when (e is InvalidDataException or ZstdException or IOException or InvalidOperationException)
        {
            // Broken, or not what its label says: the upstream will report that.
        }
        var isTooLarge = decoded.Length > limit;
        decoded.ToBody().Release();
        return new RequestContent(RequestEnvelope.Opaque, null, isTooLarge);
    }

    private static RequestEnvelope EnvelopeOf(IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        FormEnvelopeReader.BoundaryOf(headers.ContentType) is { } boundary ? FormEnvelopeReader.Read(body, boundary)
            : RequestEnvelopeReader.Read(body);

    private static bool TryDecode(PooledBody body, string[] encodings, long limit, PooledBodyWriter output)
    {
        if (!MemoryMarshal.TryGetArray(body.Memory, out var bytes) || bytes.Array is null)
            return false;
        Stream stream = new MemoryStream(bytes.Array, bytes.Offset, bytes.Count, writable: false);
        for (var i = encodings.Length - 1; i >= 0; i--)
        {
            if (Reader(stream, encodings[i]) is not { } inner)
                return false;
            stream = inner;
        }
        using (stream)
            while (stream.Read(output.GetSpan(4096)) is var read and > 0)
            {
                output.Advance(read);
                if (output.Length > limit)
                    return false;
            }
        return true;
    }

    private static Stream? Reader(Stream body, string encoding) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        "zstd" => Zstd(body),
        _ => null,
    };

    private static DecompressionStream Zstd(Stream body)
    {
        var stream = new DecompressionStream(body);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MostWindow);
        return stream;
    }
}
