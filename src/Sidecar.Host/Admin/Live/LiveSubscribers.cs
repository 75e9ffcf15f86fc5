namespace Sidecar.Host.Admin.Live;

/// <summary>Counts the subscribers of the live events and limits their number.</summary>
public sealed class LiveSubscribers
{
    public const int Most = 64;

    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False if there are already <see cref="Most"/>; otherwise call <see cref="Leave"/> once afterwards.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= Most)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
