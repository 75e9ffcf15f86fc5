using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Backtest;

/// <summary>A Sidecar under one policy, replayed: every backend and the queue of primary-wait.</summary>
internal sealed class ReplayedWorld
{
    private readonly bool _hearsItself;
    private readonly Func<string, BackendState> _state;
    private readonly List<Lane> _lanes = [];

    /// <param name="policy">In force in it.</param>
    /// <param name="state">Each backend's first state.</param>
    /// <param name="hearsItself">The queue hears of changes when they happen; in the record's world it is told when the pool heard of
    /// them.</param>
    public ReplayedWorld(ReplayPolicy policy, Func<string, BackendState> state, bool hearsItself)
    {
        (_hearsItself, _state, Policy) = (hearsItself, state, policy);
        AddLanes();
        Board = RoutingBoard.Of(policy.Catalog) with { States = [.. Lanes.Select(lane => lane.State)] };
        Open = RoutingBoard.Of(policy.Catalog);
        Queue = new WaitingQueue(int.MaxValue);
    }

    public ReplayPolicy Policy { get; private set; }

    public IReadOnlyList<Lane> Lanes => _lanes;

    /// <summary>As the pool knows it now.</summary>
    public RoutingBoard Board { get; private set; }

    /// <summary>With everybody open: for a pick whose loads tell already who is not.</summary>
    public RoutingBoard Open { get; private set; }

    /// <summary>Without a bound of its own: whether there is room is decided by what the record says of it.</summary>
    public WaitingQueue Queue { get; }

    public Lane? LaneOf(string id) => Policy.Catalog.IndexOf(id) is var index and >= 0 ? Lanes[index] : null;

    public void Apply(Lane lane, IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        lane.Serving.Apply(events);
        if (_hearsItself)
            Hear(lane, lane.State);
    }

    /// <summary>Other backends, pools or aliases from now on, as the pool puts them in force.</summary>
    /// <returns>The backends that are new.</returns>
    public IReadOnlyList<Lane> Become(ReplayPolicy policy)
    {
        Policy = policy with { Catalog = Policy.Catalog.Become(policy.Catalog) };
        var added = AddLanes();
        Board = Board.Become(Policy.Catalog, added.ConvertAll(_ => new BackendLoad()));
        Open = Open.Become(Policy.Catalog, added.ConvertAll(_ => new BackendLoad()));
        foreach (var lane in _lanes)
            Queue.Changed(lane.Index);
        foreach (var lane in added)
            Board = Board with { States = Board.States.SetItem(lane.Index, lane.State) };
        return added;
    }

    /// <summary>A backend hears of it.</summary>
    public void Redefine(string id, ReplayPolicy policy, DateTimeOffset now)
    {
        if (LaneOf(id) is not { } lane)
            return;
        // Keys are in no record; what a new one ended is there as an event.
        lane.Serving.Redefine(
            policy.Catalog.IndexOf(id) is var index and >= 0 ? policy.Catalog.Backends[index] : lane.Backend.Retired(), now);
        if (_hearsItself)
            Hear(lane, lane.State);
    }

    private List<Lane> AddLanes()
    {
        var added = Policy.Catalog.Backends.Skip(_lanes.Count)
            .Select((b, i) => new Lane(new ServingBackend(b, Policy.Cooldown, Policy.Walk.Emergency, _state(b.Id)), _lanes.Count + i))
                .ToList();
        _lanes.AddRange(added);
        return added;
    }

    /// <summary>As a backend does: who waits is told when a lease comes back.</summary>
    public void Return(Lane lane, LeaseKey lease, long? tokens)
    {
        if (lane.Serving.Return(lease, tokens, out var makesRoom) && makesRoom && _hearsItself)
            Queue.Changed(lane.Index);
    }

    /// <summary>The pool hears of a change.</summary>
    public void Hear(Lane lane, BackendState state)
    {
        Board = Board with { States = Board.States.SetItem(lane.Index, state) };
        Queue.Changed(lane.Index);
    }

    public void Leave(long? ticket)
    {
        if (_hearsItself)
            Queue.Leave(ticket ?? 0);
    }

    public void Refused(long? ticket, int backend, DateTimeOffset? retryAt)
    {
        if (_hearsItself)
            Queue.Refused(ticket ?? 0, backend, retryAt);
    }

    /// <summary>It is in the first pool, as the pool knows it: a backend hears of its own definition later.</summary>
    public bool IsPrimary(Lane lane) => Policy.Catalog.Backends[lane.Index].Pool == Policy.Catalog.Pools[0];

    /// <summary>Whether a pick could choose the backend, or what keeps it out.</summary>
    public Standing StandingOf(Lane lane, string model, DateTimeOffset now) =>
        !Policy.Catalog.Backends[lane.Index].Enabled ? Standing.Disabled
        : !Policy.Catalog.Backends[lane.Index].Serves(model) ? Standing.OtherModel
        : !lane.State.IsOpenFor(model, now) ? Standing.Resting
        : lane.Limits.NextAt(now) > now ? Standing.Limited
        : IsPrimary(lane) && Queue.Claims(Open, lane.Index, now) ? Standing.Promised
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
