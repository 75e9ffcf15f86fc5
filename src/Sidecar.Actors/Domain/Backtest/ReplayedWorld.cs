using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>The recorded state of Sidecar: every backend, and what the pool knew about them.</summary>
internal sealed class ReplayedWorld
{
    private readonly Func<string, BackendState> _states;
    private readonly List<ServingBackend> _backends = [];
    private RoutingBoard _open;

    /// <param name="policy">The policy in force.</param>
    /// <param name="states">Gives each backend's initial state.</param>
    public ReplayedWorld(ReplayPolicy policy, Func<string, BackendState> states)
    {
        (_states, Policy) = (states, policy);
        AddBackends();
        _open = RoutingBoard.Of(policy.Catalog);
        // This queue has no limit of its own: whether there is room is decided from the numbers in the record.
        Pool = new ServingPool(
            _open with { States = [.. _backends.Select(backend => backend.State)] },
            new WaitingQueue(int.MaxValue, waitFor: policy.Walk.PrimaryWait.For));
    }

    public ReplayPolicy Policy { get; private set; }

    public IReadOnlyList<ServingBackend> Backends => _backends;

    /// <summary>The pool; it learns of each change when the recorded pool did.</summary>
    public ServingPool Pool { get; }

    public WaitingQueue Queue => Pool.Queue;

    /// <summary>The backend's index; negative if no policy so far defines it.</summary>
    public int IndexOf(string? id) => id is null ? -1 : Policy.Catalog.IndexOf(id);

    public string? IdOf(int index) => index < 0 ? null : _backends[index].Definition.Id;

    public ServingBackend? Find(string? id) => IndexOf(id) is var index and >= 0 ? _backends[index] : null;

    public Moment At(DateTimeOffset now) => new(now, Policy.Walk, WithWhatEndsWalks(Pool.Board, now));

    /// <summary>The same with every backend open: for a pick whose loads already show which ones are not.</summary>
    public Moment OpenAt(DateTimeOffset now) => new(now, Policy.Walk, _open);

    /// <summary>The same with the model left out at the backends for which a pick noted it, and at no others: within one instant, the
    /// record does not show what the pool had heard.</summary>
    public Moment SeenBy(StoredFact? pick, string model, DateTimeOffset now)
    {
        var moment = At(now);
        if (pick?.Candidates is not { } noted)
            return moment;
        var board = moment.Board;
        for (var i = 0; i < _backends.Count; i++)
            if (noted.TryGetValue(_backends[i].Definition.Id, out var stood)
                && (stood.Why == Exclusion.ModelAbsent) != board.States[i].LacksModel(model, now))
                board = board with
                {
                    States = board.States.SetItem(i, board.States[i] with
                    {
                        Absent = stood.Why == Exclusion.ModelAbsent ? AbsentModels.None.With(model, DateTimeOffset.MaxValue, now)
                            : AbsentModels.None,
                    }),
                };
        return moment with { Board = board };
    }

    /// <summary>The same with the backends as recorded when an emergency round was ordered.</summary>
    public Moment NotedAt(StoredFact round, string model) =>
        new(round.At, Policy.Walk, _open with { States = [.. _backends.Select(backend => NotedIn(round, backend.Definition.Id, model))] });

    /// <summary>Puts other backends, pools or aliases in force, as the pool does.</summary>
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

    /// <summary>Gives one backend its new definition.</summary>
    public void Redefine(string id, ReplayPolicy policy, DateTimeOffset now)
    {
        // Keys are never recorded; a rest that a new key ended is recorded as an event.
        if (Find(id) is { } backend)
            backend.Redefine(
                policy.Catalog.IndexOf(id) is var index and >= 0 ? policy.Catalog.Backends[index] : backend.Definition.Retired(), now);
    }

    private void AddBackends() => _backends.AddRange(Policy.Catalog.Backends.Skip(_backends.Count)
        .Select(backend => new ServingBackend(backend, Policy.Cooldown, Policy.Walk.Emergency, _states(backend.Id))));

    // What the pool knew is recorded only while requests were queued. But wherever a walk might end, it asks whether any backend has the
    // model and a valid key; and a walk's board always includes the outcomes of its own attempts.
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
