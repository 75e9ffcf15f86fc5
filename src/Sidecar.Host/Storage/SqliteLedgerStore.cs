using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Sidecar.Ledger;

namespace Sidecar.Storage;

/// <summary>The usage ledger in a SQLite file. One writer, any number of readers, in this process or another.</summary>
public sealed class SqliteLedgerStore(string path) : ILedgerStore
{
    private readonly DataOptions _options = SqliteProvider.RelaxedOptions(SqliteFiles.ConnectionString(path));

    // SQLite has no asynchronous input and output, its driver's async methods block: each piece of work gets a pool thread, so that no actor waits for the disk.
    public Task InitializeAsync(CancellationToken cancellation) => Task.Run(
        async () =>
        {
            await using var ledger = Open();
            await SqliteLedgerSchema.EnsureAsync(ledger, cancellation);
        },
        cancellation);

    public Task AppendAsync(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var ledger = Open();
            using var transaction = ledger.BeginTransaction();
            Insert(ledger, attempts.Select(LedgerMapping.ToRecord));
            Insert(ledger, walks.Select(LedgerMapping.ToRecord));
            transaction.Commit();
        },
        cancellation);

    public Task<IReadOnlyList<UsageTotals>> SumAsync(UsageQuery query, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            await using var ledger = Open();
            return await UsageSums.SumAsync(ledger, query, cancellation);
        },
        cancellation);

    /// <summary>The attempts of one request, in their order.</summary>
    public Task<IReadOnlyList<AttemptRow>> FindAttemptsAsync(string requestId, CancellationToken cancellation) => Task.Run<IReadOnlyList<AttemptRow>>(
        async () =>
        {
            await using var ledger = Open();
            var records = await ledger.GetTable<AttemptRecord>().Where(row => row.RequestId == requestId).OrderBy(row => row.Attempt).ToListAsync(cancellation);
            return [.. records.Select(LedgerMapping.ToRow)];
        },
        cancellation);

    /// <summary>The walk of one request, or null.</summary>
    public Task<WalkRow?> FindWalkAsync(string requestId, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            await using var ledger = Open();
            var record = await ledger.GetTable<WalkRecord>().FirstOrDefaultAsync(row => row.RequestId == requestId, cancellation);
            return record is null ? null : LedgerMapping.ToRow(record);
        },
        cancellation);

    private static void Insert<T>(DataConnection ledger, IEnumerable<T> records) where T : class
    {
        using var insert = new PreparedInsert(ledger, typeof(T));
        foreach (var record in records)
            insert.Execute(record);
    }

    private DataConnection Open() => new(_options);
}
