using System.Net;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>A request body on its way upstream. It holds the body for as long as the transport reads from it, which may be longer than anybody waits for an answer.</summary>
internal sealed class OutgoingContent(PooledBody body) : HttpContent
{
    private PooledBody? _own;

    /// <summary>It is not the client's body byte for byte.</summary>
    public bool IsRewritten => _own is not null;

    /// <summary>Content whose body is its own, and is released with it.</summary>
    public static OutgoingContent Owning(PooledBody body) => new(body) { _own = body };

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!body.TryAddReference(), this);
        try
        {
            await stream.WriteAsync(body.Memory, cancellationToken);
        }
        finally
        {
            body.Release();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        Interlocked.Exchange(ref _own, null)?.Release();
        base.Dispose(disposing);
    }
}
