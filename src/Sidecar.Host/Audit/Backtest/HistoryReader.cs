using LinqToDB;
using LinqToDB.Data;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>Reads the runs of a range of time from journal and ledger.</summary>
internal sealed class HistoryReader(StoredData data)
{
    /// <summary>How far the reader looks beyond a range: earlier requests affect the first ones in it, and later requests compete with the
    /// last ones.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(5);

    /// <summary>Throws <see cref="InvalidDataException"/> if the files do not contain what a backtest needs.</summary>
    public Task<RecordedRuns> ReadAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation) =>
        Task.Run(() => Read(from, to, cancellation), cancellation);

    private RecordedRuns Read(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation)
    {
        using var ledger = data.Ledger.Open() ?? throw new InvalidDataException($"there is no ledger at {data.Ledger.Place}");
        using var journal = JournalView.Open(data.Journal);
        if (BundleTable.Read(data.Ledger, ledger) is { } capsule)
            (from, to) = (from ?? capsule.From, to ?? capsule.To);
        var policies = PolicyTable.Read(data.Ledger, ledger);
        if (policies.Count == 0)
            throw new InvalidDataException(
                "the ledger holds no policy: it was written by a version that did not record which one was in force");
        var (stored, runs) = (StoredRun.Of(policies), new RecordedRuns());
        var walks = Walks(ledger, stored, from, to, runs);
        for (var i = 0; i < stored.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (walks[i].Count > 0)
                Add(runs, ledger, new RunEvents(journal, stored, walks, i, from, to), stored[i], walks[i], from, to);
        }
        return runs;
    }

    private static void Add(RecordedRuns runs, DataConnection ledger, RunEvents events, StoredRun run, List<RecordedWalk> walks,
        DateTimeOffset? from, DateTimeOffset? to)
    {
        // Taken from the walks, because a clock may have stepped since the run began.
        var (first, last) = (walks.Min(walk => walk.Facts.Min(fact => fact.At)), walks.Max(walk => walk.Facts.Max(fact => fact.At)));
        var history = new RecordedHistory(
            run.Policy, walks, new Dictionary<string, RecordedEvents>(), Attempts(ledger, first, last + Around, from, to, runs))
        {
            From = from,
            To = to,
            Changes = run.Changes,
            Before = RecentStarts.Read(ledger.OpenDbConnection(), run.Policy.Catalog.Backends, first > run.At ? first : run.At),
            BeforeAt = first > run.At ? first : run.At,
        };
        runs.Add(history with { Events = history.BackendIds.ToDictionary(id => id, events.Of, StringComparer.Ordinal) });
    }

    // Sorts the walks by run in one pass, because they have no index by time. One that cannot be read is counted, and the rest is replayed
    // without it.
    private static List<RecordedWalk>[] Walks(
        DataConnection ledger, IReadOnlyList<StoredRun> stored, DateTimeOffset? from, DateTimeOffset? to, RecordedRuns runs)
    {
        var (low, high) =
            (LedgerUnits.FromInstant(Before(from) ?? DateTimeOffset.UnixEpoch),
            LedgerUnits.FromInstant(Earlier(DateTimeOffset.MaxValue, Behind(to))));
        var walks = stored.Select(_ => new List<RecordedWalk>()).ToArray();
        var nameOf = NameTable.Read(ledger);
        foreach (var record in ledger.GetTable<WalkRecord>().Where(w => w.ArrivedAt >= low && w.ArrivedAt < high))
        {
            try
            {
                var facts = WalkFactReader.Read(record.Facts, record.RequestId, nameOf);
                if (facts is not [{ Kind: "arrived" }, ..])
                    runs.Damaged++;
                // A walk from before policies were recorded belongs to no run.
                else if (StoredRun.Find(stored, record.Id, LedgerUnits.ToInstant(record.ArrivedAt)) is var run and >= 0)
                    walks[run].Add(new RecordedWalk(record.RequestId, facts, !(facts[0].At < from) && !(facts[0].At >= to)));
            }
            catch (InvalidDataException)
            {
                runs.Damaged++;
            }
        }
        return walks;
    }

    private static List<RecordedAttempt> Attempts(
        DataConnection ledger, DateTimeOffset first, DateTimeOffset end, DateTimeOffset? from, DateTimeOffset? to, RecordedRuns runs)
    {
        var (low, high) = (LedgerUnits.FromInstant(first), LedgerUnits.FromInstant(end));
        var attempts = new List<RecordedAttempt>();
        foreach (var row in ledger.GetTable<AttemptRecord>().Where(row => row.At >= low && row.At < high))
        {
            if (LedgerUnits.ToInstant(row.At) is var at && !(at < from) && !(at >= to))
                runs.Seen.Add(row.RequestId);
            var usage = new TokenUsage(row.PromptTokens, row.CachedTokens, row.CompletionTokens, row.ReasoningTokens, row.TotalTokens);
            attempts.Add(new RecordedAttempt(row.RequestId, row.Attempt, usage, LedgerUnits.ToCost(row.Cost)));
        }
        return attempts;
    }

    internal static DateTimeOffset? Before(DateTimeOffset? from) => from > DateTimeOffset.MinValue + Around ? from - Around : from;

    internal static DateTimeOffset? Behind(DateTimeOffset? to) => to < DateTimeOffset.MaxValue - Around ? to + Around : to;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset? b) => b < a ? b.Value : a;
}
