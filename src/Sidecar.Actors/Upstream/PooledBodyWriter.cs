using System.Buffers;

namespace Sidecar.Upstream;

/// <summary>Collects a body in rented memory, which doubles as it fills.</summary>
/// <param name="firstRent">The size of the first array.</param>
/// <param name="expectedEnd">The size at which doubling stops as long as the body fits.</param>
internal sealed class PooledBodyWriter(int firstRent, int expectedEnd = int.MaxValue) : IBufferWriter<byte>
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(firstRent);
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

    /// <summary>Hands over the array; the writer must not be used any more.</summary>
    public PooledBody ToBody() => new(_array, _length);

    private void EnsureRoom(int sizeHint)
    {
        if (_array.Length - _length >= Math.Max(1, sizeHint))
            return;
        var doubled = (int)Math.Min(_array.Length * 2L, Math.Min(expectedEnd, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(doubled, _length + Math.Max(1, sizeHint)));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
