using LinqToDB;
using LinqToDB.Async;
using Npgsql;
using Sidecar.Dispatching;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>The usage ledger in PostgreSQL.</summary>
internal sealed class PostgresLedgerStore(PostgresDatabase database, LedgerRetention retention, TimeProvider time) : IMaintainedLedgerStore
{
    // Each deletion is a transaction of its own, and must be short.
    private const int RowsPerDeletion = 5_000;

    // Writers of earlier runs: a batch is repeated within seconds, or for as long as an outage lasts.
    private const string ForgetWriters = "DELETE FROM ledger_writers WHERE at < now() - interval '30 days'";

    private readonly PostgresLedgerWriter _writer = new(database, retention, time);

    public Task InitializeAsync(CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var ledger = database.Connect();
            PostgresSchema.Ensure(ledger);
        },
        cancellation);

    public Task AppendAsync(
        LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks, CancellationToken cancellation) =>
        // Encoding takes milliseconds and a slow link longer: too long for a thread that serves requests.
        OwnThread.Run(() => _writer.Append(batch, attempts, walks));

    public async Task MaintainAsync()
    {
        await using var ledger = new NpgsqlConnection(database.ConnectionString);
        await ledger.OpenAsync();
        await using (var forget = new NpgsqlCommand(ForgetWriters, ledger))
            await forget.ExecuteNonQueryAsync();
        await DeleteAsync(ledger, "walks", "arrived_at_us", retention.Walks);
        await DeleteAsync(ledger, "attempts", "at_us", retention.Attempts);
        await OwnThread.Run(_writer.MaintainSums);
    }

    // As in SQLite, the newest row stays, so a ledger that was used is never empty. The server reclaims the space itself (autovacuum).
    private async Task DeleteAsync(NpgsqlConnection ledger, string table, string instant, TimeSpan keep)
    {
        if (keep <= TimeSpan.Zero)
            return;
        await using var delete = new NpgsqlCommand($"""
            DELETE FROM {table} WHERE id IN (
                SELECT id FROM {table} WHERE {instant} < $1 AND id < (SELECT MAX(id) FROM {table}) ORDER BY {instant} LIMIT $2)
            """, ledger)
        {
            Parameters = { new() { Value = LedgerUnits.FromInstant(time.GetUtcNow() - keep) }, new() { Value = RowsPerDeletion } },
        };
        while (await delete.ExecuteNonQueryAsync() == RowsPerDeletion)
            continue;
    }

    public async Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation)
    {
        await using var ledger = database.Open();
        return await UsageSums.SumAsync(ledger, query, cancellation);
    }

    public async Task<IReadOnlyList<AttemptRow>> FindAttemptsAsync(string requestId, CancellationToken cancellation)
    {
        await using var ledger = database.Open();
        var records = await ledger.GetTable<AttemptRecord>().Where(row => row.RequestId == requestId).OrderBy(row => row.Attempt)
            .ToListAsync(cancellation);
        return [.. records.Select(LedgerMapping.ToRow)];
    }
}
