using LinqToDB;
using LinqToDB.Data;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;
using Sidecar.Journal;
using Sidecar.Storage;

namespace Sidecar.Backtest;

/// <summary>Reads the runs of a range from journal and ledger.</summary>
internal sealed class HistoryReader(SqliteFiles files)
{
    // Windows and rests of this long before the range bear upon it.
    private static readonly TimeSpan RunUp = TimeSpan.FromMinutes(5);

    /// <returns>The runs, and how many requests in the range have no walk that could be replayed.</returns>
    public async Task<(IReadOnlyList<RecordedHistory> Runs, int Untold)> ReadAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellation)
    {
        var policies = PolicyTable.Read(files.Ledger);
        if (policies.Count == 0)
            throw new InvalidDataException("the ledger holds no policy: it was written by a version that did not record which one was in force");
        var events = await EventsAsync(cancellation);
        using var ledger = new DataConnection(SqliteProvider.Options(SqliteFiles.ReadOnlyConnectionString(files.Ledger)));
        var (runs, told, untold) = (new List<RecordedHistory>(), new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var (i, policy) in policies.Index())
        {
            var next = i + 1 < policies.Count ? policies[i + 1].At : DateTimeOffset.MaxValue;
            if (next <= from || policy.At >= to)
                continue;
            var (walks, damaged) = Walks(ledger, Later(policy.At, from - RunUp), Earlier(next, to), from);
            untold += damaged;
            told.UnionWith(walks.Select(walk => walk.RequestId));
            var start = walks.Count > 0 ? walks.Min(walk => walk.Arrived.At) : policy.At;
            runs.Add(new RecordedHistory(
                PolicyJson.Read(policy.Policy),
                walks,
                events.ToDictionary(e => e.Key, e => (IReadOnlyList<IBackendEvent>)[.. e.Value.TakeWhile(happened => happened.At < next)]),
                Attempts(ledger, policy.At, next),
                events.ToDictionary(e => e.Key, e => e.Value.TakeWhile(happened => happened.At < (from > policy.At ? start : policy.At)).Count())));
        }
        var rows = runs.SelectMany(run => run.Attempts).Where(a => !(a.EndedAt < from) && !(a.EndedAt >= to)).Select(a => a.RequestId).Distinct();
        return (runs, untold + rows.Count(id => !told.Contains(id)));
    }

    private async Task<Dictionary<string, List<IBackendEvent>>> EventsAsync(CancellationToken cancellation)
    {
        var events = new Dictionary<string, List<IBackendEvent>>(StringComparer.Ordinal);
        var reader = new AuditReader(files.Journal);
        for (long? after = 0; after is not null;)
        {
            var page = await reader.ReadAsync(new AuditQuery(After: after.Value, Limit: AuditQuery.MaxLimit), cancellation);
            foreach (var stored in page.Events.Where(stored => stored.Backend is not null))
            {
                if (!events.TryGetValue(stored.Backend!, out var list))
                    events[stored.Backend!] = list = [];
                list.Add(BackendEventCodec.Read(stored.Type, stored.Data.Span));
            }
            after = page.Next;
        }
        return events;
    }

    // A walk that cannot be read is counted, and the rest is replayed without it.
    private static (List<RecordedWalk> Walks, int Damaged) Walks(DataConnection ledger, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? countedFrom)
    {
        var (first, last) = (LedgerUnits.FromInstant(from), LedgerUnits.FromInstant(to));
        var (walks, damaged) = (new List<RecordedWalk>(), 0);
        foreach (var record in ledger.GetTable<WalkRecord>().Where(w => w.ArrivedAt >= first && w.ArrivedAt < last))
        {
            try
            {
                var facts = WalkFactReader.Read(record.Facts);
                if (facts is [{ Kind: "arrived" }, ..])
                    walks.Add(new RecordedWalk(record.RequestId, facts, !(facts[0].At < countedFrom)));
                else
                    damaged++;
            }
            catch (InvalidDataException)
            {
                damaged++;
            }
        }
        return (walks, damaged);
    }

    private static List<RecordedAttempt> Attempts(DataConnection ledger, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (LedgerUnits.FromInstant(from), LedgerUnits.FromInstant(to));
        return [.. ledger.GetTable<AttemptRecord>().Where(a => a.At >= first && a.At < last).AsEnumerable().Select(a => new RecordedAttempt(
            a.RequestId, a.Attempt, LedgerUnits.ToInstant(a.At),
            new TokenUsage(a.PromptTokens, a.CachedTokens, a.CompletionTokens, a.ReasoningTokens, a.TotalTokens), LedgerUnits.ToCost(a.Cost)))];
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset? b) => b < a ? b.Value : a;
}
