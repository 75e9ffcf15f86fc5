namespace Sidecar.Domain.Limits;

/// <summary>Allows at most <see cref="Limit"/> requests in any window of 60 s, by remembering each of them. A limit of 0 allows
/// everything.</summary>
/// <remarks>
/// A token bucket that refills evenly would allow up to twice its size in one window (a full bucket, then a minute's refill). The
/// upstream counts arrivals, this counts departures; <see cref="Guard"/> compensates for the difference.
/// </remarks>
public sealed class RequestWindow(int limit)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <summary>Added to the window, so that a slow first request and a fast last one do not fall into the same window of the
    /// upstream.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromMilliseconds(250);

    private readonly Queue<DateTimeOffset> _starts = new();

    /// <summary>May change at any time; requests are remembered only while there is a limit.</summary>
    public int Limit { get; set; } = limit;

    /// <summary>The earliest instant at which a request may start: <paramref name="now"/> or later.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now)
    {
        if (Limit == 0)
            return now;
        Forget(now);
        if (_starts.Count < Limit)
            return now;
        // There are more than the limit only in the minute after it was lowered: enough of the oldest have to leave first.
        var last = _starts.Count == Limit ? _starts.Peek() : _starts.ElementAt(_starts.Count - Limit);
        return last + Length + Guard;
    }

    /// <summary>Remembers a started request; only to be called when <see cref="NextAt"/> allows it.</summary>
    public void Take(DateTimeOffset now)
    {
        if (Limit > 0)
            _starts.Enqueue(now);
    }

    /// <summary>Requests started in the window that ends now.</summary>
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
