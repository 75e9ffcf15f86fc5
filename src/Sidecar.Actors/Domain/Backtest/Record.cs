using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Backtest;

/// <summary>A recorded run made ready for replaying: all its steps in order.</summary>
internal sealed class Record
{
    public Record(RecordedHistory history)
    {
        History = history;
        // The older of two that nothing else orders goes first, as the queue has it.
        var ops = history.Walks.OrderBy(walk => walk.Arrived.At).ThenBy(walk => walk.Arrived.Turn).SelectMany(WalkOps.Of).ToList();
        var byBackend = ops.Where(op => op.Backend is not null).ToLookup(op => op.Backend!, StringComparer.Ordinal);
        foreach (var backend in history.Policy.Catalog.Backends)
            ops.AddRange(BackendChain.Link(backend, history.Policy, EventsOf(backend.Id), history.Before.GetValueOrDefault(backend.Id), [.. byBackend[backend.Id]]));
        Ops = OpOrder.Of(ops);
        Upstreams = new UpstreamModel(Ops);
        Attempts = history.Attempts.GroupBy(a => (a.RequestId, a.Attempt)).ToDictionary(g => g.Key, g => g.First());
    }

    public RecordedHistory History { get; }

    public IReadOnlyList<Op> Ops { get; }

    public UpstreamModel Upstreams { get; }

    public IReadOnlyDictionary<(string, int), RecordedAttempt> Attempts { get; }

    public BackendState StateBefore(string backend) => BackendState.Fresh.Apply(EventsOf(backend).Take(History.Before.GetValueOrDefault(backend)));

    public IReadOnlyList<IBackendEvent> EventsOf(Op op) =>
        op.FirstEvent < 0 ? [] : [.. EventsOf(op.Backend!).Skip(op.FirstEvent).Take(op.Events)];

    private IReadOnlyList<IBackendEvent> EventsOf(string backend) => History.Events.GetValueOrDefault(backend) ?? [];
}
