using System.Data.Common;
using Sidecar.Host.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>Follows the journal, and the walks if asked to, for one subscriber, until it leaves or the server stops.</summary>
/// <remarks>
/// What it sends it reads from the journal, by "ordering greater than the last": signals only say when to look. There is one writer at a
/// time, which is given orderings inside its transaction, so that no smaller one becomes visible later: SQLite sees to that itself, and for
/// PostgreSQL the journal's plugin is told to.
/// </remarks>
internal sealed class LiveFollower(LiveQuery query, LiveClient client, AuditReader journal, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>For events whose writing nobody in this process tells of.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    // A storm's events come by the hundred in a second; each look costs a query, each look at an empty journal as much.
    private static readonly TimeSpan LeastBetweenLooks = TimeSpan.FromMilliseconds(50);

    // What one subscriber that does not read costs: these, and the connection's own buffer.
    private const int EventsPerRead = 100;

    private readonly AsyncSignal _signal = new();
    private readonly List<FinishedWalk> _walks = [];
    private readonly CancellationTokenSource _gaveUp = new();
    private WalkSample? _sample;
    private long _after = query.After;
    private volatile bool _mayHaveGrown = true;

    /// <summary>True when it ended because the subscriber took nothing for too long.</summary>
    public bool GaveUp => _gaveUp.IsCancellationRequested;

    public async Task RunAsync(LiveSignals signals, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _gaveUp.Token);
        using var journalWatch = signals.WatchJournal(JournalGrew);
        _sample = query.Walks ? new WalkSample(query.Backend, time, _signal.Set) : null;
        using var walkWatch = _sample is { } sample ? signals.WatchWalks(sample.Offer) : null;
        await using var tick = time.CreateTimer(static follower => ((LiveFollower)follower!).Tick(), this, Poll, Poll);
        try
        {
            client.Begin(_after);
            for (var looked = time.GetTimestamp(); await SendNewAsync(ended.Token); looked = time.GetTimestamp())
            {
                await _signal.WaitAsync(ended.Token);
                if (LeastBetweenLooks - time.GetElapsedTime(looked) is var rest && rest > TimeSpan.Zero)
                    await Task.Delay(rest, time, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The subscriber left, took too long, or the server stops: nothing is left to do in each case.
        }
    }

    public void Dispose() => _gaveUp.Dispose();

    private void JournalGrew()
    {
        _mayHaveGrown = true;
        _signal.Set();
    }

    private void Tick()
    {
        if (client.IsStalled)
            _gaveUp.Cancel();
        JournalGrew();
    }

    private async Task<bool> SendNewAsync(CancellationToken cancellation)
    {
        var hasMore = _mayHaveGrown;
        // Before reading: what is written during it rings again.
        _mayHaveGrown = false;
        do
        {
            if (hasMore)
                hasMore = await AddEventsAsync(cancellation);
            AddWalks();
            if (!await client.SendAsync(cancellation))
                return false;
        }
        while (hasMore);
        return true;
    }

    private async Task<bool> AddEventsAsync(CancellationToken cancellation)
    {
        var page = await ReadAsync(cancellation);
        foreach (var stored in page.Events)
        {
            // Sifted here, because a search by backend would go through its whole history instead of what is new.
            if (query.Backend is null || stored.Backend == query.Backend)
                client.Add(stored);
            _after = stored.Ordering;
        }
        return page.Next is not null;
    }

    private void AddWalks()
    {
        if (_sample is null)
            return;
        var leftOut = _sample.Take(_walks);
        client.Add(_walks, leftOut);
        _walks.Clear();
    }

    private async Task<AuditPage> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            // SQLite blocks, and this may run on the thread of a socket.
            return await Task.Run(() => journal.ReadAsync(new AuditQuery(After: _after, Limit: EventsPerRead), cancellation), cancellation);
        }
        catch (Exception fault) when (fault is DbException or IOException)
        {
            LiveLog.Unreadable(log, fault);
            return new AuditPage([], null);
        }
    }
}
