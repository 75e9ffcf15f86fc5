using System.Buffers;
using System.IO.Compression;
using Sidecar.Domain.Door;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>An upstream's response with the beginning of its body read ahead.</summary>
internal sealed class HttpUpstreamAnswer : UpstreamAnswer
{
    private const int FirstPeek = 16 * 1024;
    private const int LongestPeek = 64 * 1024;

    private readonly HttpRequestMessage _request;
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private byte[] _peek = [];
    private int _peeked;
    private bool _isDisposed;
    private bool _isWhole;

    private HttpUpstreamAnswer(HttpRequestMessage request, HttpResponseMessage response, Stream body, bool isReadable, bool isDecompressed, bool hidesUsage)
    {
        (_request, _response, _body, IsDecompressed) = (request, response, body, isDecompressed);
        var type = Header("content-type").AsSpan().Trim();
        IsEventStream = isReadable && type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
        IsJson = isReadable && !IsEventStream && type.Contains("json", StringComparison.OrdinalIgnoreCase);
        HidesUsageEvent = hidesUsage && IsEventStream;
    }

    public override int Status => (int)_response.StatusCode;

    public override bool IsEventStream { get; }

    public override bool IsJson { get; }

    public override bool HidesUsageEvent { get; }

    public override ReadOnlyMemory<byte> Peeked => _peek.AsMemory(0, _peeked);

    public override bool IsWhole => _isWhole;

    public override Stream Body => _body;

    /// <summary>The content-encoding was undone; it and the content-length no longer hold.</summary>
    public bool IsDecompressed { get; }

    /// <summary>What its headers are to be masked by, as its body is; null: nothing.</summary>
    public SecretMask? Mask { get; private init; }

    public HttpResponseMessage Response => _response;

    public static HttpUpstreamAnswer Of(HttpRequestMessage request, HttpResponseMessage response, Stream body, bool hidesUsage, SecretMask? mask = null)
    {
        var hasBody = request.Method != HttpMethod.Head && (int)response.StatusCode is not (204 or 304);
        var isEncoded = response.Content.Headers.NonValidated.Contains("content-encoding")
            && response.Content.Headers.ContentEncoding.Any(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase));
        // A part of a compressed body cannot be undone by itself.
        var decompressed = hasBody && isEncoded && (int)response.StatusCode != 206 ? Decompressed(response, body) : null;
        // What is still encoded passes as it is: nobody here can look into it for events or words.
        var readable = decompressed ?? body;
        return new HttpUpstreamAnswer(request, response, mask is null ? readable : new MaskedStream(readable, mask), hasBody && (!isEncoded || decompressed is not null), decompressed is not null, hidesUsage) { Mask = mask };
    }

    /// <summary>Reads the beginning of the body. False: it was to be a stream of events, and ended without one.</summary>
    public async ValueTask<bool> PeekAsync(CancellationToken cancellation)
    {
        _peek = ArrayPool<byte>.Shared.Rent(FirstPeek);
        while (true)
        {
            var read = await _body.ReadAsync(_peek.AsMemory(_peeked), cancellation);
            _peeked += read;
            if (!IsEventStream || Status >= 300)
            {
                _isWhole = read == 0 || (!IsDecompressed && !IsChunked && _response.Content.Headers.ContentLength == _peeked);
                return true;
            }
            if (SseFraming.FirstEventEnd(Peeked.Span) >= 0)
                return true;
            if (read == 0)
                return Peeked.Span.IndexOf("data:"u8) >= 0;
            if (_peeked == _peek.Length && !Grow())
                return true;
        }
    }

    public override string? Header(string name)
    {
        if (_response.Headers.NonValidated.TryGetValues(name, out var values) || _response.Content.Headers.NonValidated.TryGetValues(name, out values))
            foreach (var value in values)
                return value;
        return null;
    }

    public override IEnumerable<string> HeaderNames => _response.Headers.NonValidated.Concat(_response.Content.Headers.NonValidated).Select(header => header.Key);

    public override void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _response.Dispose();
        _request.Dispose();
        ForgetPeeked();
    }

    public override void ForgetPeeked()
    {
        var peek = _peek;
        _peek = [];
        _peeked = 0;
        if (peek.Length > 0)
            ArrayPool<byte>.Shared.Return(peek);
    }

    // Beside a transfer-encoding a length says nothing.
    private bool IsChunked => _response.Headers.NonValidated.Contains("transfer-encoding");

    private bool Grow()
    {
        if (_peek.Length >= LongestPeek)
            return false;
        var larger = ArrayPool<byte>.Shared.Rent(_peek.Length * 2);
        Peeked.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_peek);
        _peek = larger;
        return true;
    }

    private static Stream? Decompressed(HttpResponseMessage response, Stream body) =>
        response.Content.Headers.ContentEncoding is { Count: 1 } encodings ? encodings.First().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => null,
        }
        : null;
}
