using Microsoft.Data.Sqlite;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.Host.Tests.Storage;

/// <summary>A journal file with the plugin's table, filled without an actor system.</summary>
internal sealed class JournalFile
{
    private readonly string _connectionString;

    public JournalFile(string dataDirectory)
    {
        var files = SqliteFiles.Prepare(dataDirectory);
        _connectionString = SqliteFiles.ConnectionString(files.Journal);
        Execute("""
            CREATE TABLE IF NOT EXISTS journal (ordering INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, deleted BIT NOT NULL, persistence_id NVARCHAR(255) NOT NULL,
                sequence_number INTEGER NOT NULL, message VARBINARY NOT NULL, tags NVARCHAR(100), manifest NVARCHAR(500), identifier INTEGER, writer_uuid NVARCHAR(128))
            """);
    }

    public void Add(string persistenceId, IBackendEvent happened)
    {
        var (manifest, bytes) = BackendEventCodec.Write(happened);
        Add(persistenceId, manifest, bytes);
    }

    public void Add(string persistenceId, string manifest, byte[] bytes) => Execute(
        """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest)
        SELECT 0, 0, $id, 1 + COUNT(*), $bytes, $manifest FROM journal WHERE persistence_id = $id
        """,
        ("$id", persistenceId),
        ("$bytes", bytes),
        ("$manifest", manifest));

    /// <summary>Adds the same event many times, in one transaction.</summary>
    public void Fill(string persistenceId, IBackendEvent happened, int count)
    {
        var (manifest, bytes) = BackendEventCodec.Write(happened);
        Execute(
            """
            WITH RECURSIVE place(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM place WHERE number < $count)
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest)
            SELECT 0, 0, $id, number, $bytes, $manifest FROM place
            """,
            ("$id", persistenceId),
            ("$bytes", bytes),
            ("$manifest", manifest),
            ("$count", count));
    }

    private void Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
