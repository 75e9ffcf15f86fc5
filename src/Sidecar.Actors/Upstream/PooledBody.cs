using System.Buffers;

namespace Sidecar.Upstream;

/// <summary>A request body in a rented array, kept whole so that it can be sent again. Reference-counted: the last release returns the
/// array to its pool.</summary>
/// <remarks>
/// An upstream may answer before it has read the whole body; the transport then still reads from the array when the request is already
/// over for everyone else. Each sender therefore holds its own reference.
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

    /// <summary>False if the last reference is gone: the array may already be in use elsewhere.</summary>
    public bool TryAddReference()
    {
        for (var seen = Volatile.Read(ref _references); seen > 0; seen = Volatile.Read(ref _references))
            if (Interlocked.CompareExchange(ref _references, seen + 1, seen) == seen)
                return true;
        return false;
    }

    public void Release()
    {
        // The empty body is shared and has nothing to return.
        if (_array.Length > 0 && Interlocked.Decrement(ref _references) == 0)
            ArrayPool<byte>.Shared.Return(_array);
    }
}
