using System.Runtime.CompilerServices;

namespace Sidecar.Benchmarks;

/// <summary>A body that returns one event for each read: at once, or later and on another thread, as a socket does.</summary>
internal sealed class EventBody(byte[][] events, bool isLater) : Stream
{
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts again after the first event, which an answer reads in advance.</summary>
    public void Rewind() => _next = 1;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        isLater ? ReadLater(buffer) : ValueTask.FromResult(Read(buffer.Span));

    public override int Read(Span<byte> buffer)
    {
        // A read with an empty buffer asks to be told when there is something to read.
        if (buffer.IsEmpty || _next >= events.Length)
            return 0;
        var bytes = events[_next++];
        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Pooled, so that only what is measured allocates.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadLater(Memory<byte> buffer)
    {
        await Task.Yield();
        return Read(buffer.Span);
    }
}
