using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Backtest;

/// <summary>A Sidecar under one policy, replayed: every backend and the queue of primary-wait.</summary>
internal sealed class ReplayedWorld
{
    private readonly bool _hearsItself;
    private readonly Func<string, BackendState> _state;
    private readonly List<BackendReplay> _backends = [];

    /// <param name="policy">In force in it.</param>
    /// <param name="state">Each backend's first state.</param>
    /// <param name="hearsItself">The queue hears of changes when they happen; in the record's world it is told when the pool heard of
    /// them.</param>
    public ReplayedWorld(ReplayPolicy policy, Func<string, BackendState> state, bool hearsItself)
    {
        (_hearsItself, _state, Policy) = (hearsItself, state, policy);
        AddBackends();
        Board = RoutingBoard.Of(policy.Catalog) with { States = [.. Backends.Select(backend => backend.State)] };
        Open = RoutingBoard.Of(policy.Catalog);
        Queue = new WaitingQueue(int.MaxValue, waitFor: policy.Walk.PrimaryWait.For);
    }

    public ReplayPolicy Policy { get; private set; }

    public IReadOnlyList<BackendReplay> Backends => _backends;

    /// <summary>As the pool knows it now.</summary>
    public RoutingBoard Board { get; private set; }

    /// <summary>With everybody open: for a pick whose loads tell already who is not.</summary>
    public RoutingBoard Open { get; private set; }

    /// <summary>Without a bound of its own: whether there is room is decided by what the record says of it.</summary>
    public WaitingQueue Queue { get; }

    public BackendReplay? ReplayOf(string id) => Policy.Catalog.IndexOf(id) is var index and >= 0 ? Backends[index] : null;

    public void Apply(BackendReplay backend, IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        backend.Serving.Apply(events);
        if (_hearsItself)
            Hear(backend, backend.State);
    }

    /// <summary>Other backends, pools or aliases from now on, as the pool puts them in force.</summary>
    /// <returns>The backends that are new.</returns>
    public IReadOnlyList<BackendReplay> Become(ReplayPolicy policy)
    {
        Policy = policy with { Catalog = Policy.Catalog.Become(policy.Catalog) };
        var added = AddBackends();
        Board = Board.Become(Policy.Catalog, added.ConvertAll(_ => new BackendLoad()));
        Open = Open.Become(Policy.Catalog, added.ConvertAll(_ => new BackendLoad()));
        foreach (var backend in _backends)
            Queue.Changed(backend.Index);
        foreach (var backend in added)
            Board = Board with { States = Board.States.SetItem(backend.Index, backend.State) };
        return added;
    }

    /// <summary>A backend hears of it.</summary>
    public void Redefine(string id, ReplayPolicy policy, DateTimeOffset now)
    {
        if (ReplayOf(id) is not { } backend)
            return;
        // Keys are in no record; what a new one ended is there as an event.
        backend.Serving.Redefine(
            policy.Catalog.IndexOf(id) is var index and >= 0 ? policy.Catalog.Backends[index] : backend.Definition.Retired(), now);
        if (_hearsItself)
            Hear(backend, backend.State);
    }

    private List<BackendReplay> AddBackends()
    {
        var added = Policy.Catalog.Backends.Skip(_backends.Count)
            .Select((b, i) => new BackendReplay(
                new ServingBackend(b, Policy.Cooldown, Policy.Walk.Emergency, _state(b.Id)), _backends.Count + i)).ToList();
        _backends.AddRange(added);
        return added;
    }

    /// <summary>As a backend does: who waits is told when a lease comes back.</summary>
    public void Return(BackendReplay backend, LeaseKey lease, long? tokens)
    {
        if (backend.Serving.Return(lease, tokens, out var makesRoom) && makesRoom && _hearsItself)
            Queue.Changed(backend.Index);
    }

    /// <summary>The pool hears of a change.</summary>
    public void Hear(BackendReplay backend, BackendState state)
    {
        Board = Board with { States = Board.States.SetItem(backend.Index, state) };
        Queue.Changed(backend.Index);
    }

    public void Leave(long? ticket, bool isServed)
    {
        if (_hearsItself)
            Queue.Leave(ticket ?? 0, isServed);
    }

    public void Refused(long? ticket, int backend, DateTimeOffset? retryAt, LeaseRefusal refusal)
    {
        if (_hearsItself)
            Queue.Refused(ticket ?? 0, backend, retryAt, RefusalScope.IsOfModel(refusal, Policy.Catalog.Backends[backend]));
    }

    /// <summary>It is in a pool that is waited for, as the pool knows it: a backend hears of its own definition later.</summary>
    public bool IsWaitedFor(BackendReplay backend) => Queue.IsWaitedFor(Board, backend.Index);

    /// <summary>What is known of when one who waits for the model could be served.</summary>
    public Outlook OutlookOf(WalkReplay walk, DateTimeOffset now)
    {
        var (earliest, hasInFlight) = (DateTimeOffset.MaxValue, false);
        foreach (var index in CandidatesOf(walk))
        {
            var (backend, rested) = (_backends[index], _backends[index].State.NextAt(walk.Model, now));
            var room = backend.Limits.NextAt(now) is var next && next < DateTimeOffset.MaxValue && next > rested ? next : rested;
            hasInFlight |= backend.Limits.InFlight > 0;
            earliest = room < earliest ? room : earliest;
        }
        return new Outlook(earliest == DateTimeOffset.MaxValue ? null : earliest, hasInFlight);
    }

    /// <summary>Whom the walk may wait for, by index.</summary>
    public IEnumerable<int> CandidatesOf(WalkReplay walk) =>
        Outlook.Candidates(Policy.Catalog, walk.Model, Policy.Walk.PrimaryWait.For, walk.State.Spent);

    /// <summary>Whether a pick could choose the backend, or what keeps it out.</summary>
    public Standing StandingOf(BackendReplay backend, string model, DateTimeOffset now) =>
        !Policy.Catalog.Backends[backend.Index].Enabled ? Standing.Disabled
        : !Policy.Catalog.Backends[backend.Index].Serves(model) ? Standing.OtherModel
        : !backend.State.IsOpenFor(model, now) ? Standing.Resting
        : backend.Limits.NextAt(now) > now ? Standing.Limited
        : Queue.Claims(Open, backend.Index, model, now) ? Standing.Promised
        : Standing.Eligible;
}

/// <summary>How a backend stands before a pick.</summary>
internal enum Standing
{
    Eligible,
    Disabled,
    OtherModel,
    Resting,
    Limited,
    Promised,
}
