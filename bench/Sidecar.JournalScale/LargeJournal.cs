using Microsoft.Data.Sqlite;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.JournalScale;

/// <summary>A journal with the plugin's own tables, filled with what Sidecar's own decisions record in storms, and with a snapshot after
/// every hundredth event of a backend.</summary>
internal static class LargeJournal
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private const int EventsPerSnapshot = 100;

    // The plugin's tables and indexes, so that the file is no smaller and no easier to search than a real one.
    private const string Schema = """
        CREATE TABLE journal (ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, deleted Bit NOT NULL, persistence_id NVarChar(255) NOT NULL,
            sequence_number INTEGER NOT NULL, message VarBinary NOT NULL, tags NVarChar(100) NULL, manifest NVarChar(500) NULL, identifier INTEGER NULL, writer_uuid NVarChar(128) NULL);
        CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);
        CREATE INDEX journal_created_idx ON journal (created);
        CREATE INDEX journal_sequence_number_idx ON journal (sequence_number);
        CREATE TABLE snapshot (persistence_id NVarChar(255) NOT NULL, sequence_number INTEGER NOT NULL, created INTEGER NOT NULL, snapshot VarBinary NULL, manifest NVarChar(500) NULL,
            serializer_id INTEGER NULL, CONSTRAINT PK_snapshot PRIMARY KEY (persistence_id, sequence_number));
        """;

    public static void Write(string directory, int events, int backends)
    {
        var files = SqliteFiles.Prepare(directory);
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(files.Journal));
        connection.Open();
        Execute(connection, Schema);
        using var transaction = connection.BeginTransaction();
        using var journal = Insert(
            connection, "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, "
                + "writer_uuid) VALUES ($t, 0, $id, $n, $bytes, '', $manifest, 7101, $writer)");
        using var snapshot =
            Insert(connection, "INSERT INTO snapshot (created, persistence_id, sequence_number, snapshot, manifest, serializer_id) VALUES "
                + "($t, $id, $n, $bytes, $manifest, 7101)");
        journal.Parameters.AddWithValue("$writer", Guid.Empty.ToString());
        var stormy = Enumerable.Range(1, backends).Select(number => new StormyBackend($"b{number:00}", number)).ToList();
        for (var (written, now) = (0, Start); written < events; now += TimeSpan.FromSeconds(1))
            foreach (var backend in stormy)
                foreach (var happened in backend.Live(now).Take(events - written))
                {
                    var (manifest, bytes) = BackendEventCodec.Write(happened);
                    Run(journal, happened.At, backend.PersistenceId, ++backend.Events, bytes, manifest);
                    backend.Written = backend.Written.Apply(happened);
                    if (backend.Events % EventsPerSnapshot == 0)
                        Run(snapshot, happened.At, backend.PersistenceId, backend.Events, BackendStateCodec.Write(backend.Written),
                            BackendStateCodec.Manifest);
                    written++;
                }
        transaction.Commit();
    }

    private static SqliteCommand Insert(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in (string[])["$t", "$id", "$n", "$bytes", "$manifest"])
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static void Run(SqliteCommand insert, DateTimeOffset at, string id, long number, byte[] bytes, string manifest)
    {
        object[] values = [at.ToUnixTimeMilliseconds(), id, number, bytes, manifest];
        foreach (var (index, value) in values.Index())
            insert.Parameters[index].Value = value;
        insert.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
