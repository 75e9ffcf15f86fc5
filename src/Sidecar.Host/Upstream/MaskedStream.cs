using Sidecar.Domain.Door;

namespace Sidecar.Host.Upstream;

/// <summary>A body read through a mask. Bytes are passed on at once, except for an end that may be the beginning of a secret.</summary>
internal sealed class MaskedStream(Stream inner, SecretMask mask) : Stream
{
    private readonly byte[] _buffer = new byte[Math.Max(8 * 1024, 4 * mask.Longest)];
    private int _start;
    private int _ready;
    private int _filled;
    private bool _isAtEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready == _start && !_isAtEnd)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            (_filled, _start, _ready) = (_filled - _start, 0, 0);
            var read = await inner.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            _filled += read;
            _isAtEnd = read == 0;
            _ready = _isAtEnd ? _filled : _filled - mask.Apply(_buffer.AsSpan(0, _filled));
        }
        var taken = Math.Min(buffer.Length, _ready - _start);
        _buffer.AsSpan(_start, taken).CopyTo(buffer.Span);
        _start += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
