using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>Sidecar as it was recorded: every backend, and the pool as it knew them.</summary>
internal sealed class ReplayedWorld
{
    private readonly Func<string, BackendState> _states;
    private readonly List<ServingBackend> _backends = [];
    private RoutingBoard _open;

    /// <param name="policy">In force in it.</param>
    /// <param name="states">Each backend's first state.</param>
    public ReplayedWorld(ReplayPolicy policy, Func<string, BackendState> states)
    {
        (_states, Policy) = (states, policy);
        AddBackends();
        _open = RoutingBoard.Of(policy.Catalog);
        // Without a bound of its own: whether there is room is decided by what the record says of it.
        Pool = new ServingPool(
            _open with { States = [.. _backends.Select(backend => backend.State)] },
            new WaitingQueue(int.MaxValue, waitFor: policy.Walk.PrimaryWait.For));
    }

    public ReplayPolicy Policy { get; private set; }

    public IReadOnlyList<ServingBackend> Backends => _backends;

    /// <summary>Told what the record says that the pool was told, and when.</summary>
    public ServingPool Pool { get; }

    public WaitingQueue Queue => Pool.Queue;

    /// <summary>Negative where no policy so far defines it.</summary>
    public int IndexOf(string? id) => id is null ? -1 : Policy.Catalog.IndexOf(id);

    public string? IdOf(int index) => index < 0 ? null : _backends[index].Definition.Id;

    public ServingBackend? Find(string? id) => IndexOf(id) is var index and >= 0 ? _backends[index] : null;

    public Moment At(DateTimeOffset now) => new(now, Policy.Walk, WithWhatEndsWalks(Pool.Board, now));

    /// <summary>The same with everybody open: for a pick whose loads tell already who is not.</summary>
    public Moment OpenAt(DateTimeOffset now) => new(now, Policy.Walk, _open);

    /// <summary>The same with backends as they were noted when an emergency round was put in order.</summary>
    public Moment NotedAt(StoredFact round, string model) =>
        new(round.At, Policy.Walk, _open with { States = [.. _backends.Select(backend => NotedIn(round, backend.Definition.Id, model))] });

    /// <summary>Other backends, pools or aliases from now on, as the pool puts them in force.</summary>
    public void Become(ReplayPolicy policy)
    {
        Policy = policy with { Catalog = Policy.Catalog.Become(policy.Catalog) };
        var first = _backends.Count;
        AddBackends();
        var gauges = _backends.Skip(first).Select(_ => new BackendLoad()).ToList();
        _open = _open.Become(Policy.Catalog, gauges);
        Pool.Become(Policy.Catalog, gauges);
        for (var index = first; index < _backends.Count; index++)
            Pool.Hear(index, _backends[index].State);
    }

    /// <summary>A backend hears of it.</summary>
    public void Redefine(string id, ReplayPolicy policy, DateTimeOffset now)
    {
        // Keys are in no record; what a new one ended is there as an event.
        if (Find(id) is { } backend)
            backend.Redefine(
                policy.Catalog.IndexOf(id) is var index and >= 0 ? policy.Catalog.Backends[index] : backend.Definition.Retired(), now);
    }

    private void AddBackends() => _backends.AddRange(Policy.Catalog.Backends.Skip(_backends.Count)
        .Select(backend => new ServingBackend(backend, Policy.Cooldown, Policy.Walk.Emergency, _states(backend.Id))));

    // What the pool heard of is recorded only where somebody queued. Whether anybody has the model, and a key for it, is asked wherever a
    // walk might end; of its own attempts' outcomes a walk's board has always heard.
    private RoutingBoard WithWhatEndsWalks(RoutingBoard board, DateTimeOffset now)
    {
        for (var i = 0; i < _backends.Count; i++)
        {
            var (own, heard) = (_backends[i].State, board.States[i]);
            if (!ReferenceEquals(own.Absent, heard.Absent))
                heard = heard with { Absent = own.Absent };
            if (own.LacksCredentials(now) != heard.LacksCredentials(now))
                heard = heard with { Whole = own.Whole };
            if (!ReferenceEquals(heard, board.States[i]))
                board = board with { States = board.States.SetItem(i, heard) };
        }
        return board;
    }

    private static BackendState NotedIn(StoredFact round, string backend, string model)
    {
        var noted = round.Candidates?.GetValueOrDefault(backend) ?? default;
        if (noted.Why == "credentials")
            return Resting(CooldownReason.Credentials, DateTimeOffset.MaxValue);
        if (noted.Why == Exclusion.ModelAbsent)
            return BackendState.Fresh with { Absent = AbsentModels.None.With(model, DateTimeOffset.MaxValue, round.At) };
        return noted.Until is { } until ? Resting(CooldownReason.RateLimited, until) : BackendState.Fresh;
    }

    private static BackendState Resting(CooldownReason reason, DateTimeOffset until) =>
        BackendState.Fresh with { Whole = RestState.Fresh with { Mode = RestMode.Cooling, Reason = reason, Until = until } };
}
