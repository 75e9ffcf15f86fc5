using LinqToDB;
using LinqToDB.Data;
using LinqToDB.Mapping;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>Copies a whole PostgreSQL database of Sidecar into SQLite files, for verification and export, which read files row by
/// row.</summary>
internal static class PostgresCopy
{
    // The columns of the plugin's tables that are read at all; the ledger's tables have their own schema.
    private const string JournalTables = """
        CREATE TABLE journal (
            ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            deleted INTEGER NOT NULL,
            persistence_id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            manifest TEXT,
            message BLOB NOT NULL,
            identifier INTEGER);
        CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);
        CREATE TABLE snapshot (
            persistence_id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            manifest TEXT,
            snapshot BLOB,
            PRIMARY KEY (persistence_id, sequence_number));
        """;

    /// <param name="directory">Must be empty.</param>
    public static SqliteFiles Into(string directory, PostgresDatabase database)
    {
        var files = SqliteFiles.Prepare(directory);
        using var source = database.Open();
        // Everything is copied as of one instant.
        using var transaction = source.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        using (var journal = Open(files.Journal, JournalTables))
        {
            if (database.HasTable(source, "journal"))
                Copy(journal, "journal", ["ordering", "deleted", "persistence_id", "sequence_number", "manifest", "message", "identifier"],
                    source.GetTable<StoredEvent>().OrderBy(row => row.Ordering),
                    row => [row.Ordering, row.Deleted, row.PersistenceId, row.SequenceNumber, row.Manifest, row.Message, row.Identifier]);
            if (database.HasTable(source, "snapshot"))
                Copy(journal, "snapshot", ["persistence_id", "sequence_number", "manifest", "snapshot"], source.GetTable<SnapshotRecord>(),
                    row => [row.PersistenceId, row.SequenceNumber, row.Manifest, row.Bytes]);
        }
        using (var ledger = Open(files.Ledger, SqliteLedgerSchema.Tables))
        {
            if (database.HasTable(source, "attempts"))
            {
                Copy(ledger, "attempts", ["id", .. LedgerInserts.AttemptColumns], source.GetTable<AttemptRecord>().OrderBy(row => row.Id),
                    Values);
                Copy(ledger, "walks", ["id", .. LedgerInserts.WalkColumns], source.GetTable<WalkRecord>().OrderBy(row => row.Id),
                    row => [row.Id, row.RequestId, row.ArrivedAt, row.Outcome, row.Facts]);
            }
        }
        // Without a chain, like the rest.
        using (var ledger = Open(files.Ledger, PolicyTable.Plain))
            Copy(ledger, PolicyTable.Name, PolicyTable.Columns, PolicyTable.Read(database, source),
                row => [LedgerUnits.FromInstant(row.At), row.Policy]);
        SqliteConnection.ClearAllPools();
        return files;
    }

    private static object?[] Values(AttemptRecord row) =>
    [
        row.Id, row.At, row.RequestId, row.Attempt, row.Backend, row.Pool, row.Model, row.Client, row.Phase, row.Status, row.ErrorClass,
        row.PromptTokens, row.CachedTokens, row.CompletionTokens, row.ReasoningTokens, row.TotalTokens,
        row.Cost, row.LatencyMs, row.FirstTokenMs, row.Streamed,
    ];

    private static SqliteConnection Open(string path, string tables)
    {
        var connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = tables;
        command.ExecuteNonQuery();
        return connection;
    }

    private static void Copy<T>(
        SqliteConnection file, string table, IReadOnlyList<string> columns, IEnumerable<T> rows, Func<T, object?[]> values)
    {
        using var transaction = file.BeginTransaction();
        using var insert = file.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})";
        foreach (var i in Enumerable.Range(0, columns.Count))
            insert.Parameters.AddWithValue($"$p{i}", DBNull.Value);
        foreach (var row in rows)
        {
            foreach (var (i, value) in values(row).Index())
                insert.Parameters[i].Value = value ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    // Includes the columns that only verification needs.
    [Table("journal")]
    private sealed class StoredEvent : JournalRecord
    {
        [Column("deleted")]
        public bool Deleted { get; set; }

        [Column("identifier")]
        public int? Identifier { get; set; }
    }
}
