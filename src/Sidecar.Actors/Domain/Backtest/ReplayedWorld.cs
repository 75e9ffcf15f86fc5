using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Backtest;

/// <summary>A Sidecar under one policy, replayed: every backend and the queue of primary-wait.</summary>
internal sealed class ReplayedWorld
{
    public ReplayedWorld(ReplayPolicy policy, Func<string, BackendState> state)
    {
        Policy = policy;
        var backends = policy.Catalog.Backends;
        Lanes = [.. backends.Select((b, i) => new Lane(b, i, policy, state(b.Id)))];
        Board = RoutingBoard.Of(policy.Catalog) with { States = [.. Lanes.Select(lane => lane.State)] };
        Open = RoutingBoard.Of(policy.Catalog);
        Queue = new WaitingQueue(int.MaxValue);
    }

    public ReplayPolicy Policy { get; }

    public IReadOnlyList<Lane> Lanes { get; }

    /// <summary>As it stands now.</summary>
    public RoutingBoard Board { get; private set; }

    /// <summary>With everybody open: for a pick whose loads tell already who is not.</summary>
    public RoutingBoard Open { get; }

    /// <summary>Without a bound of its own: whether there is room is decided by what the record says of it.</summary>
    public WaitingQueue Queue { get; }

    public Lane? LaneOf(string id) => Policy.Catalog.IndexOf(id) is var index and >= 0 ? Lanes[index] : null;

    public void Apply(Lane lane, IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        foreach (var happened in events)
        {
            lane.State = lane.State.Apply(happened);
            lane.ChangedAt = happened.At;
        }
        Board = Board with { States = Board.States.SetItem(lane.Index, lane.State) };
        Queue.Changed(lane.Index);
    }

    /// <summary>As a backend does: who waits is told when a lease comes back.</summary>
    public void Return(Lane lane, LeaseKey lease, long? tokens)
    {
        if (lane.Limits.Return(lease, tokens))
            Queue.Changed(lane.Index);
    }

    /// <summary>Whether a pick could choose the backend, or what keeps it out.</summary>
    public Standing StandingOf(Lane lane, string model, DateTimeOffset now) =>
        !lane.Backend.Enabled ? Standing.Disabled
        : !lane.Backend.Serves(model) ? Standing.OtherModel
        : !lane.State.IsOpenFor(model, now) ? Standing.Resting
        : lane.Limits.NextAt(now) > now ? Standing.Limited
        : lane.Backend.Pool == Policy.Catalog.Pools[0] && Queue.Claims(Open, lane.Index, now) ? Standing.Promised
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
