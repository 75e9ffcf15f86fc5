using System.IO.Pipelines;

namespace Sidecar.Host.Proxy;

/// <summary>Writes JSON as the data of one event: line breaks, which JSON has only between tokens, are replaced by spaces, because they
/// would end the data.</summary>
internal sealed class OneLineWriter(PipeWriter client) : PipeWriter
{
    private Memory<byte> _next;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _next = client.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        var written = _next.Span[..bytes];
        written.Replace((byte)'\n', (byte)' ');
        written.Replace((byte)'\r', (byte)' ');
        client.Advance(bytes);
        _next = _next[bytes..];
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        client.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => client.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => client.Complete(exception);
}
