using LinqToDB;
using LinqToDB.Data;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>Reads the runs of a range from journal and ledger.</summary>
internal sealed class HistoryReader(StoredData data)
{
    /// <summary>What happened this long before a range bears upon it, and what began this long behind it was in the way of its last requests.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(5);

    /// <summary>Throws <see cref="InvalidDataException"/> when the files do not hold what a backtest needs.</summary>
    public Task<RecordedRuns> ReadAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation) => Task.Run(() => Read(from, to, cancellation), cancellation);

    private RecordedRuns Read(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation)
    {
        using var ledger = data.Ledger.Open() ?? throw new InvalidDataException($"there is no ledger at {data.Ledger.Place}");
        using var journal = JournalView.Open(data.Journal);
        if (BundleTable.Read(data.Ledger, ledger) is { } capsule)
            (from, to) = (from ?? capsule.From, to ?? capsule.To);
        var policies = PolicyTable.Read(data.Ledger, ledger);
        if (policies.Count == 0)
            throw new InvalidDataException("the ledger holds no policy: it was written by a version that did not record which one was in force");
        var runs = new RecordedRuns();
        var walks = Walks(ledger, policies, from, to, runs);
        foreach (var (i, policy) in policies.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            var next = i + 1 < policies.Count ? policies[i + 1].At : DateTimeOffset.MaxValue;
            if (!(next <= from) && !(policy.At >= to) && walks[i].Count > 0)
                Add(runs, ledger, journal, policy, walks[i], next, from, to);
        }
        return runs;
    }

    private static void Add(
        RecordedRuns runs, DataConnection ledger, JournalView? journal, StoredPolicy policy, List<RecordedWalk> walks, DateTimeOffset next, DateTimeOffset? from, DateTimeOffset? to)
    {
        var (first, end) = (Later(policy.At, Before(from)), Earlier(next, Behind(to)));
        // A run that is wanted whole begins with what its process found.
        var start = first == policy.At ? policy.At : walks.Min(walk => walk.Arrived.At);
        var recorded = PolicyJson.Read(policy.Policy);
        var events = recorded.Catalog.Backends.ToDictionary(backend => backend.Id, backend => Events(journal, backend.Id, start, end), StringComparer.Ordinal);
        runs.Add(new RecordedHistory(recorded, walks, events, Attempts(ledger, first, end, from, to, runs)) { From = from, To = to });
    }

    private static RecordedEvents Events(JournalView? journal, string backend, DateTimeOffset start, DateTimeOffset end)
    {
        if (journal is null)
            return RecordedEvents.None;
        var id = JournalIds.OfBackend(backend);
        var before = JournalPosition.Before(journal, id, start);
        var (behind, state) = journal.SnapshotUpTo(id, before);
        var events = journal.Between(id, behind, JournalPosition.Before(journal, id, end)).Select(row => BackendEventCodec.Read(row.Manifest ?? "", row.Message));
        return new RecordedEvents(behind, state, [.. events], (int)(before - behind));
    }

    // By run, in one reading: walks have no index by their time. One that cannot be read is counted, and the rest is replayed without it.
    private static List<RecordedWalk>[] Walks(DataConnection ledger, IReadOnlyList<StoredPolicy> policies, DateTimeOffset? from, DateTimeOffset? to, RecordedRuns runs)
    {
        var starts = policies.Select(policy => LedgerUnits.FromInstant(policy.At)).ToArray();
        var (low, high) = (LedgerUnits.FromInstant(Later(policies[0].At, Before(from))), LedgerUnits.FromInstant(Earlier(DateTimeOffset.MaxValue, Behind(to))));
        var walks = policies.Select(_ => new List<RecordedWalk>()).ToArray();
        foreach (var record in ledger.GetTable<WalkRecord>().Where(w => w.ArrivedAt >= low && w.ArrivedAt < high))
        {
            try
            {
                var facts = WalkFactReader.Read(record.Facts);
                var run = Array.BinarySearch(starts, record.ArrivedAt) is var found && found >= 0 ? found : ~found - 1;
                if (facts is [{ Kind: "arrived" }, ..])
                    walks[run].Add(new RecordedWalk(record.RequestId, facts, !(facts[0].At < from) && !(facts[0].At >= to)));
                else
                    runs.Damaged++;
            }
            catch (InvalidDataException)
            {
                runs.Damaged++;
            }
        }
        return walks;
    }

    private static List<RecordedAttempt> Attempts(DataConnection ledger, DateTimeOffset first, DateTimeOffset end, DateTimeOffset? from, DateTimeOffset? to, RecordedRuns runs)
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

    private static DateTimeOffset? Before(DateTimeOffset? from) => from > DateTimeOffset.MinValue + Around ? from - Around : from;

    private static DateTimeOffset? Behind(DateTimeOffset? to) => to < DateTimeOffset.MaxValue - Around ? to + Around : to;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset? b) => b < a ? b.Value : a;
}
