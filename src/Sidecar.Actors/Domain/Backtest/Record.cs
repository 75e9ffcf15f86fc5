using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Backtest;

/// <summary>A recorded run made ready for replaying: all its steps in order.</summary>
internal sealed class Record
{
    private readonly Dictionary<string, BackendState[]> _states = new(StringComparer.Ordinal);

    public Record(RecordedHistory history)
    {
        History = history;
        var walks = history.Walks.DistinctBy(walk => walk.RequestId).OrderBy(walk => walk.Arrived.At)
            .ThenBy(walk => walk.Arrived.RequestNumber).Select(WalkOps.Of).ToList();
        var ops = walks.SelectMany(walk => walk).ToList();
        var byBackend = ops.Where(op => op.Backend is not null).ToLookup(op => op.Backend!, StringComparer.Ordinal);
        var causes = new Dictionary<(string, long), Op>();
        foreach (var backend in history.BackendIds)
        {
            var (events, own) = (JournalOf(backend), byBackend[backend].ToList());
            var states = _states[backend] = events.States();
            foreach (var lease in own.Where(op => op.Fact!.Kind == "lease"))
                lease.Version = Math.Clamp(lease.Fact!.Place.Events - events.Behind, 0, events.Events.Count);
            var added = EventOwners.Give(backend, events, states, own);
            ops.AddRange(added);
            own.AddRange(added);
            BackendChain.Link(events.Behind, states, own);
            foreach (var op in own.Where(op => op.FirstEvent >= 0))
                for (var i = 0; i < op.Events; i++)
                    causes[(backend, events.Behind + op.FirstEvent + i + 1)] = op;
        }
        var changes = ChangeOps.Of(history, ops);
        ops.AddRange(PoolChain.Link(walks, causes, changes));
        ops.AddRange(changes);
        foreach (var op in ops)
            op.IsCounted = op.Walk?.IsCounted ?? history.Counts(op.At);
        Ops = OpOrder.Of(ops, out var contradictions);
        Contradictions = contradictions;
        HasSteppedBack = history.Walks.Any(
            walk => walk.Facts.Zip(walk.Facts.Skip(1)).Any(pair => pair.Second.At < pair.First.At - TimeSpan.FromSeconds(1)));
        Upstreams = new UpstreamModel(Ops);
        Attempts = history.Attempts.GroupBy(a => (a.RequestId, a.Attempt)).ToDictionary(g => g.Key, g => g.First());
    }

    public RecordedHistory History { get; }

    public IReadOnlyList<Op> Ops { get; }

    /// <summary>The clock was set back while walks were under way: what only instants would put in order has none.</summary>
    public bool HasSteppedBack { get; }

    /// <summary>Steps that the record puts both before and behind another.</summary>
    public int Contradictions { get; }

    public UpstreamModel Upstreams { get; }

    public IReadOnlyDictionary<(string, int), RecordedAttempt> Attempts { get; }

    public BackendState StateBefore(string backend) => StateBehind(backend, JournalOf(backend).Behind + JournalOf(backend).Before);

    /// <summary>A backend's state behind so many of all its events.</summary>
    public BackendState StateBehind(string backend, long events) =>
        _states.TryGetValue(backend, out var states) ? states[Math.Clamp(events - JournalOf(backend).Behind, 0, states.Length - 1)]
            : BackendState.Fresh;

    public IReadOnlyList<IBackendEvent> EventsOf(Op op)
    {
        if (op.FirstEvent < 0)
            return [];
        var (all, events) = (JournalOf(op.Backend!).Events, new IBackendEvent[op.Events]);
        for (var i = 0; i < events.Length; i++)
            events[i] = all[op.FirstEvent + i];
        return events;
    }

    private RecordedEvents JournalOf(string backend) => History.Events.GetValueOrDefault(backend) ?? RecordedEvents.None;
}
