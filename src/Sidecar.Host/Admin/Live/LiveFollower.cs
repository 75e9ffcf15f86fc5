using System.Data.Common;
using Sidecar.Host.Storage;
using Sidecar.Ledger;

namespace Sidecar.Host.Admin.Live;

/// <summary>Follows the journal, and if wanted the walks, for one subscriber, until it leaves or the server stops.</summary>
/// <remarks>
/// It sends what it reads from the journal with "ordering greater than the last"; signals only tell when to look. There is one writer at
/// a time, which gets its orderings inside its transaction, so no smaller ordering becomes visible later: SQLite ensures that itself, and
/// for PostgreSQL the journal's plugin is configured so.
/// </remarks>
internal sealed class LiveFollower(LiveQuery query, LiveClient client, AuditReader journal, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>For events written by another process, for which no signal comes.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    // In a storm hundreds of events come per second, and each look costs a query, even if the journal has nothing new.
    private static readonly TimeSpan LeastBetweenLooks = TimeSpan.FromMilliseconds(50);

    // The cost of a subscriber that does not read: these events, and the connection's own buffer.
    private const int EventsPerRead = 100;

    private readonly AsyncSignal _signal = new();
    private readonly List<FinishedWalk> _walks = [];
    private readonly CancellationTokenSource _gaveUp = new();
    private WalkSample? _sample;
    private long _after = query.After;
    private volatile bool _mayHaveGrown = true;

    /// <summary>True if it ended because the subscriber read nothing for too long.</summary>
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
            // The subscriber left, was too slow, or the server is stopping: in each case there is nothing left to do.
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
        // Before reading, because whatever is written meanwhile signals again.
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
            // Filtered here, because a query by backend would scan its whole history instead of only new events.
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
