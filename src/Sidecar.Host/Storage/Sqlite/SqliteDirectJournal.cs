using Microsoft.Data.Sqlite;
using Sidecar.Journal;
using SQLitePCL;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Writes events into the journal's table in the same form as its plugin does.</summary>
internal sealed class SqliteDirectJournal(string path, TimeProvider time) : DirectJournal
{
    // The plugin's own table definitions; it leaves existing tables unchanged.
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS [journal]
        (
            [ordering]        INTEGER        NOT NULL PRIMARY KEY AUTOINCREMENT,
            [created]         INTEGER        NOT NULL,
            [deleted]         Bit            NOT NULL,
            [persistence_id]  NVarChar(255)  NOT NULL,
            [sequence_number] INTEGER        NOT NULL,
            [message]         VarBinary      NOT NULL,
            [tags]            NVarChar(100)      NULL,
            [manifest]        NVarChar(500)      NULL,
            [identifier]      INTEGER            NULL,
            [writer_uuid]     NVarChar(128)      NULL
        );
        CREATE UNIQUE INDEX IF NOT EXISTS journal_uq ON journal (persistence_id, sequence_number);
        CREATE INDEX IF NOT EXISTS journal_created_idx ON journal (created);
        CREATE INDEX IF NOT EXISTS journal_sequence_number_idx ON journal (sequence_number);
        CREATE TABLE IF NOT EXISTS [snapshot]
        (
            [persistence_id]  NVarChar(255) NOT NULL,
            [sequence_number] INTEGER       NOT NULL,
            [created]         INTEGER       NOT NULL,
            [snapshot]        VarBinary         NULL,
            [manifest]        NVarChar(500)     NULL,
            [serializer_id]   INTEGER           NULL,
            CONSTRAINT [PK_snapshot] PRIMARY KEY ([persistence_id], [sequence_number])
        );
        CREATE INDEX IF NOT EXISTS snapshot_sequence_number_idx ON snapshot (sequence_number);
        CREATE INDEX IF NOT EXISTS snapshot_created_idx ON snapshot (created);
        """;

    private static readonly string Insert = $"""
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, writer_uuid)
        VALUES (?1, 0, ?2, ?3, ?4, '', ?5, {BackendEventSerializer.FixedIdentifier}, ?6)
        ON CONFLICT (persistence_id, sequence_number) DO NOTHING
        """;

    private const string IsThere =
        "SELECT 1 FROM journal WHERE persistence_id = ?1 AND sequence_number = ?2 AND manifest = ?3 AND message = ?4";

    private static readonly string Keep = $"""
        INSERT OR REPLACE INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        VALUES (?1, ?2, ?3, ?4, '{BackendStateCodec.Manifest}', {BackendEventSerializer.FixedIdentifier})
        """;

    // The driver would retry only every 150 ms; SQLite itself starts with 1 ms.
    private const int BusyMilliseconds = 2_000;

    private readonly string _writer = Guid.NewGuid().ToString("N");
    private SqliteConnection? _connection;
    private sqlite3_stmt? _begin;
    private sqlite3_stmt? _insert;
    private sqlite3_stmt? _isThere;
    private sqlite3_stmt? _keep;
    private sqlite3_stmt? _commit;
    private sqlite3_stmt? _rollback;

    private sqlite3 Database => _connection!.Handle!;

    /// <summary>Creates the tables if they are missing. Throws <see cref="SqliteException"/>.</summary>
    public void Create() => Open();

    protected override void Open()
    {
        if (_rollback is not null)
            return;
        _connection =
            new SqliteConnection(new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(path)) { Pooling = false }.ToString());
        _connection.Open();
        using (var create = _connection.CreateCommand())
        {
            create.CommandText = Tables;
            create.ExecuteNonQuery();
        }
        _ = raw.sqlite3_busy_timeout(Database, BusyMilliseconds);
        _begin = SqliteCalls.Prepare(Database, "BEGIN IMMEDIATE");
        _insert = SqliteCalls.Prepare(Database, Insert);
        _isThere = SqliteCalls.Prepare(Database, IsThere);
        _keep = SqliteCalls.Prepare(Database, Keep);
        _commit = SqliteCalls.Prepare(Database, "COMMIT");
        _rollback = SqliteCalls.Prepare(Database, "ROLLBACK");
    }

    protected override DirectEntry? Write(IReadOnlyList<DirectEntry> entries)
    {
        Open();
        SqliteCalls.Run(Database, _begin!);
        var created = time.GetUtcNow().UtcTicks;
        foreach (var entry in entries)
            if (!TryInsert(entry, created))
            {
                SqliteCalls.Run(Database, _rollback!);
                return entry;
            }
        SqliteCalls.Run(Database, _commit!);
        return null;
    }

    protected override void Close()
    {
        foreach (var statement in new[] { _begin, _insert, _isThere, _keep, _commit, _rollback })
            statement?.Dispose();
        _begin = _insert = _isThere = _keep = _commit = _rollback = null;
        _connection?.Dispose();
        _connection = null;
    }

    private bool TryInsert(DirectEntry entry, long created)
    {
        var (manifest, bytes) = BackendEventCodec.Write(entry.Event);
        _ = raw.sqlite3_bind_int64(_insert, 1, created);
        _ = raw.sqlite3_bind_text(_insert, 2, entry.PersistenceId);
        _ = raw.sqlite3_bind_int64(_insert, 3, entry.Number);
        _ = raw.sqlite3_bind_blob(_insert, 4, bytes);
        _ = raw.sqlite3_bind_text(_insert, 5, manifest);
        _ = raw.sqlite3_bind_text(_insert, 6, _writer);
        SqliteCalls.Run(Database, _insert!);
        if (raw.sqlite3_changes(Database) == 0 && !IsStored(entry, manifest, bytes))
            return false;
        if (entry.Snapshot is { } snapshot)
        {
            _ = raw.sqlite3_bind_text(_keep, 1, entry.PersistenceId);
            _ = raw.sqlite3_bind_int64(_keep, 2, entry.Number);
            _ = raw.sqlite3_bind_int64(_keep, 3, created);
            _ = raw.sqlite3_bind_blob(_keep, 4, BackendStateCodec.Write(snapshot));
            SqliteCalls.Run(Database, _keep!);
        }
        return true;
    }

    // A commit may have succeeded without confirmation.
    private bool IsStored(DirectEntry entry, string manifest, byte[] bytes)
    {
        _ = raw.sqlite3_bind_text(_isThere, 1, entry.PersistenceId);
        _ = raw.sqlite3_bind_int64(_isThere, 2, entry.Number);
        _ = raw.sqlite3_bind_text(_isThere, 3, manifest);
        _ = raw.sqlite3_bind_blob(_isThere, 4, bytes);
        var isStored = SqliteCalls.Step(Database, _isThere!);
        _ = raw.sqlite3_reset(_isThere);
        return isStored;
    }
}
