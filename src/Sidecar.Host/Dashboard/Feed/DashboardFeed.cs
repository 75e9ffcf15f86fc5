using System.Data.Common;
using Akka.Actor;
using Sidecar.Domain.Backends;
using Sidecar.Host.Audit;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Search;
using Sidecar.Host.Storage.Sums;
using Sidecar.Ledger;
using Sidecar.Pools;

namespace Sidecar.Host.Dashboard.Feed;

/// <summary>Makes one snapshot a second for all viewers of the dashboard, and none while there are no viewers.</summary>
internal sealed class DashboardFeed(RequestGate gate, RunningBackends running, LiveSignals signals, ILedgerStore ledger, StoredData data,
    CountingSince counting, TimeProvider time, ILogger<DashboardFeed> log) : IDisposable
{
    private const int ShownWalks = 25;
    private const int ShownWaiting = 10;

    // Some tenths of a second of reading.
    private const int MostRows = 10_000;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<FinishedWalk> _walks = new(ShownWalks);
    private AttemptWindow _window = new();
    private Meanwhile? _meanwhile;
    private readonly UsageOfToday _today =
        new(ledger, () => FlushAsync(gate), time);
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
        lock (_lock)
            _meanwhile = new Meanwhile();
        using var walks = signals.WatchWalks(OnWalk);
        using var attempts = signals.WatchAttempts(OnAttempt);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            await BeginAsync(stop);
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

    // Nothing is counted while nobody looks: the minute before comes from the ledger.
    private async Task BeginAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var since = now - TimeSpan.FromSeconds(AttemptWindow.Seconds);
        await FlushAsync(gate);
        LastRows? rows = null;
        try
        {
            rows = await Task.Run(() => LastRows.Read(data.Ledger, since, ShownWalks, MostRows), stop);
        }
        catch (Exception fault) when (fault is InvalidDataException or DbException)
        {
            DashboardLog.LastMinuteUnread(log, fault);
        }
        lock (_lock)
        {
            var known = rows switch
            {
                null => now,
                { IsWhole: true } => counting.At > since ? counting.At : since,
                // One of the two may reach further back.
                _ => new[] { rows.Walks is [var walk, ..] ? walk.EndedAt : since, rows.Attempts is [var row, ..] ? row.At : since }.Max(),
            };
            _window = new AttemptWindow(known);
            _walks.Clear();
            var meanwhile = _meanwhile!;
            _meanwhile = null;
            var walks = (rows?.Walks.Select(line => line.ToFinished()) ?? []).UnionBy(meanwhile.Walks, walk => walk.Id);
            foreach (var ended in walks.OrderBy(ended => ended.At).ToList())
                if (ended.At >= known)
                    Count(ended);
                else
                    List(ended);
            var attempts = (rows?.Attempts ?? []).UnionBy(meanwhile.Attempts, row => (row.RequestId, row.Attempt));
            foreach (var attempt in attempts.Where(row => row.At >= known).OrderBy(row => row.At).ToList())
                _window.AddAttempt(attempt);
        }
    }

    private static Task FlushAsync(RequestGate gate) =>
        gate.Actors is { } actors ? LedgerFlush.FlushAsync(actors.Ledger, Bound) : Task.CompletedTask;

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
            if (_meanwhile is { } meanwhile)
                meanwhile.Walks.Add(walk);
            else
                Count(walk);
    }

    private void Count(FinishedWalk walk)
    {
        _window.AddWalk(walk.At, walk.Status, walk.Phase == "emergency");
        List(walk);
    }

    private void List(FinishedWalk walk)
    {
        if (_walks.Count == ShownWalks)
            _walks.Dequeue();
        _walks.Enqueue(walk);
    }

    private void OnAttempt(AttemptRow attempt)
    {
        _today.AddAttempt(attempt);
        lock (_lock)
            if (_meanwhile is { } meanwhile)
                meanwhile.Attempts.Add(attempt);
            else
                _window.AddAttempt(attempt);
    }

    // What ends while the minute before is being read.
    private sealed record Meanwhile
    {
        public List<FinishedWalk> Walks { get; } = [];

        public List<AttemptRow> Attempts { get; } = [];
    }

    private sealed class Watcher(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
