namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>At most this many in any window of this length.</summary>
internal sealed class SlidingWindow(int limit, double window) : HiddenLimit
{
    private readonly Queue<double> _admitted = new();

    public int Limit { get; set; } = limit;

    public override double? Take(double now, int tokens = 0)
    {
        if (WaitAt(now) is { } wait)
            return wait;
        Admit(now);
        return null;
    }

    public double? WaitAt(double now)
    {
        while (_admitted.TryPeek(out var first) && first <= now - window)
            _admitted.Dequeue();
        return _admitted.Count < Limit ? null : _admitted.ElementAt(_admitted.Count - Limit) + window - now;
    }

    public void Admit(double now) => _admitted.Enqueue(now);
}
