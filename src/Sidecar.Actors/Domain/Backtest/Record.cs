using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Backtest;

/// <summary>A recorded run made ready for replaying: all its steps in order.</summary>
internal sealed class Record
{
    private readonly Dictionary<string, BackendState[]> _states = new(StringComparer.Ordinal);

    public Record(RecordedHistory history)
    {
        History = history;
        var walks = history.Walks.OrderBy(walk => walk.Arrived.At).ThenBy(walk => walk.Arrived.Turn).Select(WalkOps.Of).ToList();
        var ops = walks.SelectMany(walk => walk).ToList();
        var byBackend = ops.Where(op => op.Backend is not null).ToLookup(op => op.Backend!, StringComparer.Ordinal);
        var causes = new Dictionary<(string, int), Op>();
        foreach (var backend in history.Policy.Catalog.Backends)
        {
            var (events, before) = (EventsOf(backend.Id), history.Before.GetValueOrDefault(backend.Id));
            var own = byBackend[backend.Id].ToList();
            var added = EventOwners.Give(backend, events, before, own, out var states);
            ops.AddRange(added);
            _states[backend.Id] = states;
            own.AddRange(added);
            BackendChain.Link(states, own);
            foreach (var op in own.Where(op => op.FirstEvent >= 0))
                for (var i = 0; i < op.Events; i++)
                    causes[(backend.Id, op.FirstEvent + i)] = op;
        }
        ops.AddRange(PoolChain.Link(walks, causes));
        Ops = OpOrder.Of(ops, out var contradictions);
        Contradictions = contradictions;
        Upstreams = new UpstreamModel(Ops);
        Attempts = history.Attempts.GroupBy(a => (a.RequestId, a.Attempt)).ToDictionary(g => g.Key, g => g.First());
    }

    public RecordedHistory History { get; }

    public IReadOnlyList<Op> Ops { get; }

    /// <summary>Steps that the record puts both before and behind another.</summary>
    public int Contradictions { get; }

    public UpstreamModel Upstreams { get; }

    public IReadOnlyDictionary<(string, int), RecordedAttempt> Attempts { get; }

    public BackendState StateBefore(string backend) => StateBehind(backend, History.Before.GetValueOrDefault(backend));

    /// <summary>A backend's state behind so many of its events.</summary>
    public BackendState StateBehind(string backend, int events) =>
        _states.TryGetValue(backend, out var states) ? states[Math.Clamp(events, 0, states.Length - 1)] : BackendState.Fresh;

    public IReadOnlyList<IBackendEvent> EventsOf(Op op)
    {
        if (op.FirstEvent < 0)
            return [];
        var (all, events) = (EventsOf(op.Backend!), new IBackendEvent[op.Events]);
        for (var i = 0; i < events.Length; i++)
            events[i] = all[op.FirstEvent + i];
        return events;
    }

    private IReadOnlyList<IBackendEvent> EventsOf(string backend) => History.Events.GetValueOrDefault(backend) ?? [];
}
