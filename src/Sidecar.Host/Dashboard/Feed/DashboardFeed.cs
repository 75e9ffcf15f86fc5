using Akka.Actor;
using Sidecar.Domain.Backends;
using Sidecar.Host.Audit;
using Sidecar.Ledger;
using Sidecar.Pools;

namespace Sidecar.Host.Dashboard.Feed;

/// <summary>Makes one snapshot a second for all viewers of the dashboard, and none while there are no viewers.</summary>
internal sealed class DashboardFeed(
    RequestGate gate, RunningBackends running, LiveSignals signals, ILedgerStore ledger, TimeProvider time, ILogger<DashboardFeed> log)
        : IDisposable
{
    private const int ShownWalks = 25;
    private const int ShownWaiting = 10;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly AttemptWindow _window = new();
    private readonly Queue<FinishedWalk> _walks = new(ShownWalks);
    private readonly UsageOfToday _today =
        new(ledger, () => gate.Actors is { } actors ? LedgerFlush.FlushAsync(actors.Ledger, Bound) : Task.CompletedTask, time);
    private Action? _watchers;
    private CancellationTokenSource? _work;
    private DashboardSnapshot _current = DashboardSnapshot.Empty;

    public DashboardSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Calls <paramref name="changed"/> after each snapshot, until the result is disposed.</summary>
    public IDisposable Watch(Action changed)
    {
        lock (_lock)
        {
            _watchers += changed;
            if (_work is null)
            {
                _work = new CancellationTokenSource();
                _ = WorkAsync(_work.Token);
            }
        }
        return new Watcher(() => Leave(changed));
    }

    public void Dispose()
    {
        lock (_lock)
            End();
    }

    private void Leave(Action changed)
    {
        lock (_lock)
        {
            _watchers -= changed;
            if (_watchers is null)
                End();
        }
    }

    private void End()
    {
        _work?.Cancel();
        _work?.Dispose();
        _work = null;
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        _today.Begin();
        using var walks = signals.WatchWalks(OnWalk);
        using var attempts = signals.WatchAttempts(OnAttempt);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                Volatile.Write(ref _current, await LookAsync(stop));
                Action? watchers;
                lock (_lock)
                    watchers = _watchers;
                watchers?.Invoke();
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // There are no viewers left.
        }
        catch (Exception fault)
        {
            DashboardLog.FeedFailed(log, fault);
        }
    }

    private async Task<DashboardSnapshot> LookAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var statuses = (await running.AskAsync())?.ToDictionary(status => status.BackendId, StringComparer.Ordinal);
        var (traffic, walks) = Take(now);
        // Read each time, because it may change.
        var catalog = gate.Actors?.Board.Current.Catalog;
        var pools = statuses is null || catalog is null ? [] : catalog.Pools.Select((name, i) => new PoolTile(
            name, i == 0,
                [.. catalog.Defined.Where(backend => backend.Pool == name && statuses.ContainsKey(backend.Id))
                .Select(backend => BackendTile.Of(backend, statuses[backend.Id], traffic))])).ToList();
        return new DashboardSnapshot(now, statuses is not null, pools, traffic, await QueueAsync(), _today.Read(now, stop), walks);
    }

    // The pool is asked only if requests wait, because it is busy serving them.
    private async Task<PoolProtocol.Waiting> QueueAsync()
    {
        if (gate.Actors is not { Board.Waiting: > 0 } actors)
            return DashboardSnapshot.Nobody;
        try
        {
            return await actors.WhoWaits(ShownWaiting, Bound);
        }
        catch (AskTimeoutException)
        {
            return new PoolProtocol.Waiting(actors.Board.Waiting, []);
        }
    }

    private (TrafficReading Traffic, IReadOnlyList<FinishedWalk> Walks) Take(DateTimeOffset now)
    {
        lock (_lock)
            return (_window.Read(now), [.. _walks.Reverse()]);
    }

    private void OnWalk(FinishedWalk walk)
    {
        if (walk.Attempts > 0)
            _today.AddWalk();
        lock (_lock)
        {
            _window.AddWalk(walk.At, walk.Status, walk.Phase == "emergency");
            if (_walks.Count == ShownWalks)
                _walks.Dequeue();
            _walks.Enqueue(walk);
        }
    }

    private void OnAttempt(AttemptRow attempt)
    {
        _today.AddAttempt(attempt);
        lock (_lock)
            _window.AddAttempt(attempt);
    }

    private sealed class Watcher(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
