using System.Net;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>
/// A request body on its way upstream. It keeps the body as long as it may still be sent or read, which may be longer than anyone waits
/// for an answer.
/// </summary>
internal sealed class OutgoingContent : HttpContent
{
    private readonly PooledBody _body;
    private PooledBody? _held;

    public OutgoingContent(PooledBody body)
    {
        // From now on, because a body with Expect: 100-continue is not read at once.
        ObjectDisposedException.ThrowIf(!body.TryAddReference(), this);
        (_body, _held) = (body, body);
    }

    /// <summary>It differs from the client's body.</summary>
    public bool IsRewritten { get; private init; }

    /// <summary>Content that owns its body and releases it.</summary>
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
