namespace Sidecar.Domain.Limits;

/// <summary>Grants at most <see cref="Limit"/> starts in any window of 60 s, by remembering each of them. A limit of 0 grants
/// everything.</summary>
/// <remarks>
/// A token bucket that refills evenly would let through up to twice its size in one window (a full bucket, then a minute's refill).
/// The upstream counts arrivals while this counts departures; <see cref="Guard"/> keeps the two apart.
/// </remarks>
public sealed class RequestWindow(int limit)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <summary>Added to the window, so that a slow first request and a fast last one do not meet in the upstream's window.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromMilliseconds(250);

    private readonly Queue<DateTimeOffset> _starts = new();

    /// <summary>It may change at any time; starts are only remembered while there is one.</summary>
    public int Limit { get; set; } = limit;

    /// <summary>The earliest instant at which a start is granted: <paramref name="now"/> or later.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now)
    {
        if (Limit == 0)
            return now;
        Forget(now);
        if (_starts.Count < Limit)
            return now;
        // More than the limit stand there only for the minute after it was lowered: all but the last of those beyond it have to go first.
        var last = _starts.Count == Limit ? _starts.Peek() : _starts.ElementAt(_starts.Count - Limit);
        return last + Length + Guard;
    }

    /// <summary>Remembers a start; only after <see cref="NextAt"/> said that it is due.</summary>
    public void Take(DateTimeOffset now)
    {
        if (Limit > 0)
            _starts.Enqueue(now);
    }

    /// <summary>Starts within the window that ends now.</summary>
    public int Used(DateTimeOffset now)
    {
        Forget(now);
        return _starts.Count;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_starts.TryPeek(out var oldest) && now - oldest >= Length + Guard)
            _starts.Dequeue();
    }
}
