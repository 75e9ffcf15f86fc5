using System.Net;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>
/// A request body on its way upstream. It holds the body for as long as it may still be sent or is read from, which may be longer than
/// anybody waits for an answer.
/// </summary>
internal sealed class OutgoingContent : HttpContent
{
    private readonly PooledBody _body;
    private PooledBody? _held;

    public OutgoingContent(PooledBody body)
    {
        // From here on, for a body that is announced first is not read from at once.
        ObjectDisposedException.ThrowIf(!body.TryAddReference(), this);
        (_body, _held) = (body, body);
    }

    /// <summary>It is not the client's body byte for byte.</summary>
    public bool IsRewritten { get; private init; }

    /// <summary>Content whose body is its own, and is released with it.</summary>
    public static OutgoingContent Owning(PooledBody body)
    {
        var content = new OutgoingContent(body) { IsRewritten = true };
        // The content's own reference is enough.
        body.Release();
        return content;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!_body.TryAddReference(), this);
        try
        {
            await stream.WriteAsync(_body.Memory, cancellationToken);
        }
        finally
        {
            _body.Release();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        Interlocked.Exchange(ref _held, null)?.Release();
        base.Dispose(disposing);
    }
}
