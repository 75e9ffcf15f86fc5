using System.Buffers;

namespace Sidecar.Upstream;

/// <summary>A request body held whole in a rented array, so that it can be sent again. Counted references: the array goes back to its pool
/// with the last one.</summary>
/// <remarks>
/// An upstream may answer before it has read the whole body; the transport then still reads from the array while the
/// request is already over for everybody else. Each sender therefore takes its own reference.
/// </remarks>
public sealed class PooledBody
{
    public static readonly PooledBody Empty = new([], 0);

    private readonly byte[] _array;
    private int _references = 1;

    /// <summary>Takes ownership of <paramref name="rented"/>, an array of <see cref="ArrayPool{T}.Shared"/>.</summary>
    public PooledBody(byte[] rented, int length) => (_array, Length) = (rented, length);

    public int Length { get; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>False when the last reference is gone already: the array may be somebody else's by now.</summary>
    public bool TryAddReference()
    {
        for (var seen = Volatile.Read(ref _references); seen > 0; seen = Volatile.Read(ref _references))
            if (Interlocked.CompareExchange(ref _references, seen + 1, seen) == seen)
                return true;
        return false;
    }

    public void Release()
    {
        // The empty body is shared by everybody and has nothing to give back.
        if (_array.Length > 0 && Interlocked.Decrement(ref _references) == 0)
            ArrayPool<byte>.Shared.Return(_array);
    }
}
