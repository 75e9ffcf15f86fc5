namespace Sidecar.Host.Admin.Live;

/// <summary>How many follow the live events; only so many may.</summary>
public sealed class LiveSubscribers
{
    public const int Most = 64;

    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when there are <see cref="Most"/> already; else to be followed by one <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= Most)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
