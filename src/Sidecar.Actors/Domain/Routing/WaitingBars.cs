namespace Sidecar.Domain.Routing;

/// <summary>The waiters that may not try one backend yet, ordered by when that ends.</summary>
internal sealed class WaitingBars
{
    private readonly PriorityQueue<WaitingPlace, long> _ends = new();

    /// <summary>The number of those that are still in the line.</summary>
    public int Count { get; set; }

    public long First
    {
        get
        {
            while (_ends.TryPeek(out var place, out var end))
            {
                if (!place.IsGone)
                    return end;
                _ends.Dequeue();
            }
            return long.MaxValue;
        }
    }

    public void Add(WaitingPlace place, long end)
    {
        _ends.Enqueue(place, end);
        Count++;
    }

    public WaitingPlace? TakeOver(long ticks)
    {
        if (First > ticks)
            return null;
        Count--;
        return _ends.Dequeue();
    }
}
