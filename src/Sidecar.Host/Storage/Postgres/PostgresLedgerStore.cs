using LinqToDB;
using LinqToDB.Async;
using Npgsql;
using NpgsqlTypes;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>The usage ledger in PostgreSQL. A batch is two binary COPYs in one transaction.</summary>
internal sealed class PostgresLedgerStore(PostgresDatabase database, LedgerRetention retention, TimeProvider time) : IMaintainedLedgerStore, IDisposable
{
    // Each deletion is a transaction of its own and a short one.
    private const int WalksPerDeletion = 5_000;

    private static readonly string CopyAttempts = $"COPY attempts ({string.Join(", ", LedgerInserts.AttemptColumns)}) FROM STDIN (FORMAT BINARY)";
    private static readonly string CopyWalks = $"COPY walks ({string.Join(", ", LedgerInserts.WalkColumns)}) FROM STDIN (FORMAT BINARY)";

    // The newest stays, as in SQLite: a ledger that was used is never empty.
    private const string DeleteWalks = $"""
        DELETE FROM walks WHERE id IN (
            SELECT id FROM walks WHERE arrived_at_us < $1 AND id < (SELECT MAX(id) FROM walks) ORDER BY arrived_at_us LIMIT $2)
        """;

    private readonly WalkFactEncoder _facts = new();

    public Task InitializeAsync(CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var ledger = database.Connect();
            PostgresSchema.Ensure(ledger);
        },
        cancellation);

    public async Task AppendAsync(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks, CancellationToken cancellation)
    {
        await using var ledger = new NpgsqlConnection(database.ConnectionString);
        await ledger.OpenAsync(cancellation);
        await using var transaction = await ledger.BeginTransactionAsync(cancellation);
        if (attempts.Count > 0)
            await WriteAsync(ledger, attempts, cancellation);
        if (walks.Any(IsKept))
            await WriteAsync(ledger, walks.Where(IsKept), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public async Task MaintainAsync()
    {
        if (retention.Walks <= TimeSpan.Zero)
            return;
        var before = LedgerUnits.FromInstant(time.GetUtcNow() - retention.Walks);
        await using var ledger = new NpgsqlConnection(database.ConnectionString);
        await ledger.OpenAsync();
        await using var delete = new NpgsqlCommand(DeleteWalks, ledger) { Parameters = { new() { Value = before }, new() { Value = WalksPerDeletion } } };
        while (await delete.ExecuteNonQueryAsync() == WalksPerDeletion)
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
        var records = await ledger.GetTable<AttemptRecord>().Where(row => row.RequestId == requestId).OrderBy(row => row.Attempt).ToListAsync(cancellation);
        return [.. records.Select(LedgerMapping.ToRow)];
    }

    public void Dispose() => _facts.Dispose();

    private bool IsKept(WalkRow row) => WalkSampling.Keeps(row.Facts, retention.Sample);

    private static async Task WriteAsync(NpgsqlConnection ledger, IReadOnlyList<AttemptRow> attempts, CancellationToken cancellation)
    {
        await using var copy = await ledger.BeginBinaryImportAsync(CopyAttempts, cancellation);
        foreach (var row in attempts)
        {
            copy.StartRow();
            copy.Write(LedgerUnits.FromInstant(row.At), NpgsqlDbType.Bigint);
            Add(copy, row.RequestId);
            copy.Write(row.Attempt, NpgsqlDbType.Integer);
            Add(copy, row.Backend);
            Add(copy, row.Pool);
            Add(copy, row.Model);
            Add(copy, row.Client);
            Add(copy, row.Phase);
            Add(copy, row.Status, NpgsqlDbType.Integer);
            Add(copy, row.ErrorClass);
            Add(copy, LedgerUnits.FromTokens(row.PromptTokens), NpgsqlDbType.Bigint);
            Add(copy, LedgerUnits.FromTokens(row.CachedTokens), NpgsqlDbType.Bigint);
            Add(copy, LedgerUnits.FromTokens(row.CompletionTokens), NpgsqlDbType.Bigint);
            Add(copy, LedgerUnits.FromTokens(row.ReasoningTokens), NpgsqlDbType.Bigint);
            Add(copy, LedgerUnits.FromTokens(row.TotalTokens), NpgsqlDbType.Bigint);
            Add(copy, LedgerUnits.FromCost(row.Cost), NpgsqlDbType.Bigint);
            copy.Write(row.LatencyMs, NpgsqlDbType.Double);
            Add(copy, row.FirstTokenMs, NpgsqlDbType.Double);
            copy.Write(row.Streamed, NpgsqlDbType.Boolean);
        }
        await copy.CompleteAsync(cancellation);
    }

    private async Task WriteAsync(NpgsqlConnection ledger, IEnumerable<WalkRow> walks, CancellationToken cancellation)
    {
        await using var copy = await ledger.BeginBinaryImportAsync(CopyWalks, cancellation);
        foreach (var row in walks)
        {
            copy.StartRow();
            Add(copy, row.RequestId);
            copy.Write(LedgerUnits.FromInstant(row.ArrivedAt), NpgsqlDbType.Bigint);
            copy.Write(row.Outcome, NpgsqlDbType.Integer);
            copy.Write(_facts.Encode(row.Facts).ToArray(), NpgsqlDbType.Bytea);
        }
        await copy.CompleteAsync(cancellation);
    }

    private static void Add(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null)
            copy.WriteNull();
        else
            copy.Write(PostgresText.Of(text), NpgsqlDbType.Text);
    }

    private static void Add<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } known)
            copy.Write(known, type);
        else
            copy.WriteNull();
    }
}
