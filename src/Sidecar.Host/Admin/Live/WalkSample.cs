using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>The finished walks for one subscriber: at most 50 per second, the others are only counted. The number of walks that it has
/// not read yet is limited too.</summary>
internal sealed class WalkSample(string? backend, TimeProvider time, Action kept)
{
    public const int PerSecond = 50;

    private readonly Lock _lock = new();
    private readonly Queue<FinishedWalk> _waiting = new(PerSecond);
    // When the last 50 were kept: the oldest of them shows whether another one may be kept within this second.
    private readonly Queue<long> _keptAt = new(PerSecond);
    private long _leftOut;

    /// <summary>Keeps or drops a walk; never waits for the subscriber.</summary>
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

    /// <summary>Moves the walks kept since the last call to <paramref name="walks"/>, and returns how many were dropped since
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
