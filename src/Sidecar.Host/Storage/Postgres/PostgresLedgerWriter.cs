using Npgsql;
using NpgsqlTypes;
using Sidecar.Domain.Walk;
using Sidecar.Host.Storage.Sums;
using Sidecar.Ledger;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>Writes batches of the ledger: two binary COPYs in one transaction. It blocks, so it needs a thread of its own.</summary>
/// <remarks>
/// A COPY fills a buffer and sends it when it is full; a synchronous one waits until the socket accepts it. On the thread that polls the
/// sockets, which also runs continuations here, it would wait for a signal that only this thread can give.
/// </remarks>
internal sealed class PostgresLedgerWriter(PostgresDatabase database, LedgerRetention retention, TimeProvider time)
{
    private static readonly string CopyAttempts =
        $"COPY attempts ({string.Join(", ", LedgerInserts.AttemptColumns)}) FROM STDIN (FORMAT BINARY)";
    private static readonly string CopyWalks = $"COPY walks ({string.Join(", ", LedgerInserts.WalkColumns)}) FROM STDIN (FORMAT BINARY)";

    // The row is locked until the transaction ends: a batch whose commit is still on its way is waited for.
    private const string Enter = """
        INSERT INTO ledger_writers (writer, batch, at) VALUES ($1, $2, now())
        ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at WHERE ledger_writers.batch < excluded.batch
        """;

    // Nodes that make the same hour do it one after the other: the last one has seen everything.
    private const string LockSums = "SELECT pg_advisory_xact_lock(85838243)";

    private readonly WalkFactEncoder _facts = new();
    private volatile SumWriter _sums = new(time.GetUtcNow());

    /// <summary>Writes the batch, unless it is already stored. Throws <see cref="NpgsqlException"/>.</summary>
    public void Append(LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks)
    {
        var sums = _sums;
        try
        {
            if (TryAppend(batch, attempts, walks, sums))
                sums.Committed();
        }
        catch
        {
            // It has counted what may not be stored.
            _sums = new SumWriter(time.GetUtcNow());
            throw;
        }
    }

    /// <summary>Keeps the sums of hours and days up to date. Throws <see cref="NpgsqlException"/>.</summary>
    public void MaintainSums()
    {
        var sums = _sums;
        try
        {
            using var ledger = database.Connect();
            using var transaction = ledger.BeginTransaction();
            using (var exclude = new NpgsqlCommand(LockSums, ledger))
                exclude.ExecuteNonQuery();
            sums.Maintain(new SumTable(ledger), time.GetUtcNow());
            transaction.Commit();
        }
        catch
        {
            sums.Doubt();
            throw;
        }
    }

    private bool TryAppend(
        LedgerBatchId batch, IReadOnlyList<AttemptRow> attempts, IReadOnlyList<WalkRow> walks, SumWriter sums)
    {
        using var ledger = database.Connect();
        using var transaction = ledger.BeginTransaction();
        using (var enter = new NpgsqlCommand(
            Enter, ledger)
        { Parameters = { new() { Value = batch.Writer }, new() { Value = batch.Number } } })
            if (enter.ExecuteNonQuery() == 0)
                return false;
        if (attempts.Count > 0)
            Write(ledger, attempts);
        if (walks.Any(IsKept))
            Write(ledger, walks.Where(IsKept));
        sums.Append(new SumTable(ledger), attempts, walks, time.GetUtcNow());
        transaction.Commit();
        return true;
    }

    private bool IsKept(WalkRow row) => WalkSampling.Keeps(row.Facts, retention.Sample);

    private static void Write(NpgsqlConnection ledger, IReadOnlyList<AttemptRow> attempts)
    {
        using var copy = ledger.BeginBinaryImport(CopyAttempts);
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
        copy.Complete();
    }

    private void Write(NpgsqlConnection ledger, IEnumerable<WalkRow> walks)
    {
        using var copy = ledger.BeginBinaryImport(CopyWalks);
        foreach (var row in walks)
        {
            copy.StartRow();
            Add(copy, row.RequestId);
            copy.Write(LedgerUnits.FromInstant(row.ArrivedAt), NpgsqlDbType.Bigint);
            copy.Write(row.Outcome, NpgsqlDbType.Integer);
            copy.Write(_facts.Encode(row.RequestId, row.Facts).ToArray(), NpgsqlDbType.Bytea);
        }
        copy.Complete();
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
