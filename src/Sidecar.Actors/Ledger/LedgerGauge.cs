namespace Sidecar.Ledger;

/// <summary>How far the ledger lags behind: numbers that its actor writes and anyone can read in place.</summary>
public sealed class LedgerGauge
{
    private long _pending;
    private long _dropped;
    private long _oldestTicks;

    /// <summary>Rows not yet stored.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Rows dropped because the buffer was full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>The age of the oldest row not yet stored; zero if there is none.</summary>
    public TimeSpan Lag(DateTimeOffset now) =>
        Pending > 0 && now.UtcTicks - Volatile.Read(ref _oldestTicks) is var age and > 0 ? TimeSpan.FromTicks(age) : TimeSpan.Zero;

    /// <param name="oldest">When the oldest row came; irrelevant if none is pending.</param>
    internal void Set(int pending, long dropped, DateTimeOffset oldest)
    {
        Volatile.Write(ref _oldestTicks, oldest.UtcTicks);
        Volatile.Write(ref _dropped, dropped);
        Volatile.Write(ref _pending, pending);
    }
}
