using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>The finished walks that one subscriber is shown: at most 50 in any second, the others only counted. What it has not taken yet
/// is bounded as well.</summary>
internal sealed class WalkSample(string? backend, TimeProvider time, Action kept)
{
    public const int PerSecond = 50;

    private readonly Lock _lock = new();
    private readonly Queue<FinishedWalk> _waiting = new(PerSecond);
    // When the last 50 were kept: the oldest of them tells whether there is room within the second before now.
    private readonly Queue<long> _keptAt = new(PerSecond);
    private long _leftOut;

    /// <summary>Takes a walk or leaves it out; never waits for the subscriber.</summary>
    public void Offer(FinishedWalk walk)
    {
        if (backend is not null && walk.Backend != backend)
            return;
        lock (_lock)
        {
            if (!HasRoom())
            {
                _leftOut++;
                return;
            }
            _waiting.Enqueue(walk);
        }
        kept();
    }

    /// <summary>Moves what was kept since the last call to <paramref name="walks"/>, and answers how many were left out since
    /// then.</summary>
    public long Take(List<FinishedWalk> walks)
    {
        lock (_lock)
        {
            walks.AddRange(_waiting);
            _waiting.Clear();
            var leftOut = _leftOut;
            _leftOut = 0;
            return leftOut;
        }
    }

    private bool HasRoom()
    {
        var now = time.GetTimestamp();
        if (_waiting.Count == PerSecond)
            return false;
        if (_keptAt.Count == PerSecond)
        {
            if (time.GetElapsedTime(_keptAt.Peek(), now) < TimeSpan.FromSeconds(1))
                return false;
            _keptAt.Dequeue();
        }
        _keptAt.Enqueue(now);
        return true;
    }
}
