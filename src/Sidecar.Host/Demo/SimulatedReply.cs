namespace Sidecar.Host.Demo;

/// <summary>What a simulated upstream does with a request.</summary>
internal enum SimulatedReply
{
    Serve,
    Throttle,
    Fail,
    Stall,
    Cut,
    RefuseKey,
}

/// <summary>Decides how one simulated upstream answers: first its limits, as real ones do, then its troubles. Thread-safe.</summary>
internal sealed class SimulatedDecisions(SimulatedBackend backend, int seed)
{
    private readonly Lock _lock = new();
    private readonly Queue<TimeSpan> _served = new();
    private readonly Random _chance = new(seed);

    /// <param name="since">The time since the demonstration began; never decreases.</param>
    /// <param name="isStream">Only streams can stall or break off.</param>
    public (SimulatedReply Reply, TimeSpan RetryAfter) Decide(TimeSpan since, bool isStream)
    {
        lock (_lock)
        {
            if (backend.KeyIsRefused)
                return (SimulatedReply.RefuseKey, TimeSpan.Zero);
            while (_served.TryPeek(out var oldest) && oldest <= since - SimulatedBackend.Window)
                _served.Dequeue();
            if (_served.Count >= backend.Limit)
                return (SimulatedReply.Throttle, _served.Peek() + SimulatedBackend.Window - since);
            _served.Enqueue(since);
            if (backend.Outage.Contains(since))
                return (SimulatedReply.Fail, TimeSpan.Zero);
            var chance = _chance.NextDouble();
            return (isStream && chance < backend.StallShare ? SimulatedReply.Stall
                : isStream && chance < backend.StallShare + backend.CutShare ? SimulatedReply.Cut : SimulatedReply.Serve, TimeSpan.Zero);
        }
    }
}
