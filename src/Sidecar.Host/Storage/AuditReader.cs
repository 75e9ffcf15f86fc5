using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>Reads the journal, whether it is being written to or not. It never writes, and a journal that does not exist yet counts as
/// empty.</summary>
public sealed class AuditReader(IReadableDatabase database)
{
    private const int RowsPerRead = 1000;

    /// <summary>One page of events in the journal's order, which is the order in which they were stored.</summary>
    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        var page = new List<AuditEvent>();
        // Instants are filtered here and not in the database; without such a filter every row read belongs to the page.
        var rows = query.From is null && query.To is null ? Math.Min(RowsPerRead, query.Limit + 1) : RowsPerRead;
        await using var journal = await Task.Run(Open, cancellation);
        if (journal is null)
            return new AuditPage(page, null);
        for (var after = query.After; ;)
        {
            var records = await Select(journal, query.Backend, after).Take(rows).ToListAsync(cancellation);
            foreach (var found in records.Select(ToEvent).Where(found => IsWithin(found.At, query)))
            {
                if (page.Count == query.Limit)
                    return new AuditPage(page, page[^1].Ordering);
                page.Add(found);
            }
            if (records.Count < rows)
                return new AuditPage(page, null);
            after = records[^1].Ordering;
        }
    }

    /// <summary>The ordering of the newest event; 0 if the journal is empty.</summary>
    public async Task<long> LastOrderingAsync(CancellationToken cancellation)
    {
        await using var journal = await Task.Run(Open, cancellation);
        return journal is null ? 0 : await journal.GetTable<JournalRecord>().MaxAsync(record => (long?)record.Ordering, cancellation) ?? 0;
    }

    // Ordering is the table's key, and persistence id is the first column of its unique index: either way no more rows are read than
    // requested.
    private static IQueryable<JournalRecord> Select(DataConnection journal, string? backend, long after)
    {
        var records = journal.GetTable<JournalRecord>().Where(record => record.Ordering > after);
        if (backend is null)
            return records
                .Where(record => record.PersistenceId.StartsWith(JournalIds.BackendPrefix) || record.PersistenceId == JournalIds.Emergency
                    || record.PersistenceId == JournalIds.Definitions)
                .OrderBy(record => record.Ordering);
        var id = JournalIds.OfBackend(backend);
        return records.Where(record => record.PersistenceId == id).OrderBy(record => record.Ordering);
    }

    // The column "created" has an index but says when the row was written, which an outage of the disk or a clock step separates from the
    // event's own instant. Unreadable events are shown rather than hidden.
    private static bool IsWithin(DateTimeOffset? at, AuditQuery query) =>
        at is null || (!(at < query.From) && !(at >= query.To));

    private static AuditEvent ToEvent(JournalRecord record) => new(
        record.Ordering,
        record.PersistenceId,
        JournalIds.BackendOf(record.PersistenceId),
        record.SequenceNumber,
        BackendEventCodec.ReadInstant(record.Message),
        record.Manifest ?? "",
        record.PersistenceId == JournalIds.Definitions ? DefinitionEventCodec.Shown(record.Message) : record.Message);

    private DataConnection? Open()
    {
        if (database.Open() is not { } journal)
            return null;
        // The plugin creates its tables with the first event.
        if (database.HasTable(journal, "journal"))
            return journal;
        journal.Dispose();
        return null;
    }
}
