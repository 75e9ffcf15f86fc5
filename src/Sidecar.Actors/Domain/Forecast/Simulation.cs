using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Forecast;

/// <summary>Runs the recorded requests again, under a policy and against upstreams like the recorded ones, through the same functions that
/// decide when Sidecar serves.</summary>
internal sealed partial class Simulation
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset, long)> _due = new();
    private readonly RecordedHistory _history;
    private readonly Func<ReplayPolicy, ReplayPolicy> _candidate;
    private readonly UpstreamModel _upstreams;
    private readonly ulong _seed;
    private readonly Figures _figures = new();
    private readonly List<SimulatedBackend> _backends = [];
    private readonly Dictionary<long, SimulatedWalk> _waiting = [];
    private readonly ServingPool _pool;
    private ReplayPolicy _policy;
    private DateTimeOffset _offerDue = DateTimeOffset.MaxValue;
    private long _arranged;
    private long _lastTicket;

    private Simulation(RecordedHistory history, Func<ReplayPolicy, ReplayPolicy> candidate, UpstreamModel upstreams, ulong seed)
    {
        (_history, _candidate, _upstreams, _seed) = (history, candidate, upstreams, seed);
        _policy = candidate(history.Policy);
        AddBackends(history.Walks.Select(walk => walk.Arrived.At).DefaultIfEmpty().Min());
        var wait = _policy.Walk.PrimaryWait;
        var board = RoutingBoard.Of(_policy.Catalog) with
        {
            States = [.. _backends.Select(backend => backend.Serving.State)],
            Gauges = [.. _backends.Select(backend => backend.Load)],
        };
        _pool = new ServingPool(board, new WaitingQueue(wait.MaxWaiting, wait.MaxWaitingBytes, wait.For));
    }

    /// <param name="history">The recorded run.</param>
    /// <param name="candidate">Derives the policy under test from the one that was in force.</param>
    /// <param name="upstreams">What the record shows about its upstreams.</param>
    /// <param name="seed">The seed of all random numbers.</param>
    public static Figures Run(RecordedHistory history, Func<ReplayPolicy, ReplayPolicy> candidate, UpstreamModel upstreams, ulong seed)
    {
        var simulation = new Simulation(history, candidate, upstreams, seed);
        simulation.Run();
        return simulation._figures;
    }

    private void Run()
    {
        foreach (var walk in _history.Walks.DistinctBy(walk => walk.RequestId))
            Arrange(walk.Arrived.At, now => Arrive(new SimulatedWalk(walk, Chance.SeedOf(_seed, (long)walk.Request.Seed)), now));
        foreach (var change in _history.Changes)
            Arrange(change.At, now => Become(_candidate(change.Policy), now));
        foreach (var backend in _history.Events)
            foreach (var happened in backend.Value.Events.Skip(backend.Value.Before).Where(OperatorDecisions.IsOperators))
                Arrange(happened.At, now => Override(backend.Key, happened, now));
        foreach (var backend in _backends)
            WatchExpiry(backend);
        // Everything that happens at one instant comes before an offer, and everything that follows from an offer comes before the next
        // one.
        for (var now = DateTimeOffset.MinValue; _due.TryPeek(out var run, out var key);)
        {
            if (key.Item1 > now && Offer(now))
                continue;
            _due.Dequeue();
            run(now = key.Item1);
        }
    }

    private Moment At(DateTimeOffset now) => new(now, _policy.Walk, _pool.Board);

    private void Arrange(DateTimeOffset at, Action<DateTimeOffset> run) => _due.Enqueue(run, (at, _arranged++));

    private void ArrangeNext(SimulatedWalk walk, DateTimeOffset at, Action<DateTimeOffset> run)
    {
        var turn = ++walk.Turn;
        Arrange(at, now =>
        {
            if (walk.Turn == turn && !walk.IsOver)
                run(now);
        });
    }

    private void Become(ReplayPolicy policy, DateTimeOffset now)
    {
        _policy = policy with { Catalog = _policy.Catalog.Become(policy.Catalog) };
        var first = _backends.Count;
        AddBackends(now);
        _pool.Become(_policy.Catalog, [.. _backends.Skip(first).Select(backend => backend.Load)]);
        foreach (var backend in _backends)
        {
            if (backend.Index < first)
                Apply(backend, backend.Serving.Redefine(_policy.Catalog.Backends[backend.Index], now));
            backend.ShowLoad(now);
            _pool.Hear(backend.Index, backend.Serving.State);
        }
    }

    private void AddBackends(DateTimeOffset now)
    {
        foreach (var definition in _policy.Catalog.Backends.Skip(_backends.Count))
        {
            var chance = new Chance(Chance.SeedOf(_seed, _backends.Count));
            var serving = new ServingBackend(definition, _policy.Cooldown, _policy.Walk.Emergency, BackendState.Fresh,
                _policy.Cooldown.Learn
                    ? new LearnedScopes(definition.CooldownScope == CooldownScope.Model, _policy.Cooldown.RetryAfterMax) : null);
            var (events, past) = (_history.Events.GetValueOrDefault(definition.Id), _history.Before.GetValueOrDefault(definition.Id));
            if (past is not null)
                serving.Resume(past, _history.BeforeAt);
            if (events is not null)
                serving.Recover(events.Start.Apply(events.Events.Take(events.Before)), now);
            _backends.Add(new SimulatedBackend(
                _backends.Count, serving, new BackendLoad(), _upstreams.Draw(definition.Id, () => chance.Next())));
        }
    }

    // What an operator did stands, whatever the policy.
    private void Override(string backend, IBackendEvent happened, DateTimeOffset now)
    {
        if (_policy.Catalog.IndexOf(backend) is not (var index and >= 0))
            return;
        Apply(_backends[index], [happened]);
        _backends[index].ShowLoad(now);
    }

    private void Apply(SimulatedBackend backend, IReadOnlyList<IBackendEvent> events)
    {
        if (events.Count == 0)
            return;
        backend.Serving.Apply(events);
        _pool.Hear(backend.Index, backend.Serving.State);
        WatchExpiry(backend);
    }

    private void WatchExpiry(SimulatedBackend backend)
    {
        if (backend.Serving.NextExpiry is { } due)
            Arrange(due, now => Apply(backend, backend.Serving.Expire(now)));
    }
}
