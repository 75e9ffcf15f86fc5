using Sidecar.Host.Storage.Sqlite;
using Sidecar.Ledger;
using SQLitePCL;

namespace Sidecar.Host.Storage;

/// <summary>Stores the id of the last written batch, in the same transaction as its rows. A batch that comes again, because its commit
/// was not confirmed, is recognised by it.</summary>
internal sealed class BatchTable(sqlite3 database) : IDisposable
{
    /// <summary>A single row: a file has one writer, which sends no second batch before the first is written.</summary>
    public const string Create =
        "CREATE TABLE IF NOT EXISTS last_batch (id INTEGER PRIMARY KEY, writer BLOB NOT NULL, number INTEGER NOT NULL)";

    private const string Enter = """
        INSERT INTO last_batch (id, writer, number) VALUES (1, ?1, ?2)
        ON CONFLICT (id) DO UPDATE SET writer = ?1, number = ?2 WHERE writer <> ?1 OR number < ?2
        """;

    private readonly sqlite3_stmt _enter = SqliteCalls.Prepare(database, Enter);

    /// <summary>False: the batch is already stored. Must be called in a transaction.</summary>
    public bool TryEnter(LedgerBatchId batch)
    {
        _ = raw.sqlite3_bind_blob(_enter, 1, batch.Writer.ToByteArray());
        _ = raw.sqlite3_bind_int64(_enter, 2, batch.Number);
        SqliteCalls.Run(database, _enter);
        return raw.sqlite3_changes(database) > 0;
    }

    public void Dispose() => _enter.Dispose();
}
