using System.Buffers;

namespace Sidecar.Upstream;

/// <summary>Collects a body in rented memory.</summary>
internal sealed class PooledBodyWriter(int expectedLength) : IBufferWriter<byte>
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(expectedLength);
    private int _length;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsSpan(_length);
    }

    public int Length => _length;

    /// <summary>Hands the array over; the writer is done.</summary>
    public PooledBody ToBody() => new(_array, _length);

    private void EnsureRoom(int sizeHint)
    {
        if (_array.Length - _length >= Math.Max(1, sizeHint))
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, _length + sizeHint));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
