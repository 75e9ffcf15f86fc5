using Akka.Actor;
using Microsoft.Data.Sqlite;
using Sidecar.Dispatching;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Writes events into the journal's table as its plugin does, for as long as the plugin is not ready: one connection, one prepared
/// statement, all that wait in one transaction.</summary>
internal sealed class SqliteEarlyJournal(string path, TimeProvider time) : IEarlyJournal, IDisposable
{
    // The plugin's own, which it leaves as they are when it finds them.
    private const string Create = """
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
        """;

    private const string Insert = """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, writer_uuid)
        VALUES ($created, 0, $id, $number, $message, '', $manifest, $identifier, $writer)
        """;

    private readonly string _writer = Guid.NewGuid().ToString("N");
    private readonly Lock _lock = new();
    private readonly Lock _writing = new();
    private List<Entry> _waiting = [];
    private SqliteConnection? _connection;
    private SqliteCommand? _insert;
    private bool _isWriting;
    private bool _hasFailed;
    private bool _isDisposed;

    /// <summary>Opens it ahead of the first event. Blocks; what goes wrong shows again with that.</summary>
    public void Open()
    {
        lock (_writing)
        {
            try
            {
                Ensure();
            }
            catch (Exception fault) when (fault is SqliteException or IOException)
            {
                Close();
            }
        }
    }

    public void Append(string persistenceId, long number, IBackendEvent @event, IActorRef owner)
    {
        lock (_lock)
        {
            _waiting.Add(new Entry(persistenceId, number, @event, owner));
            if (_isWriting)
                return;
            _isWriting = true;
        }
        _ = OwnThread.Run(WriteAll);
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _isDisposed = true;
            Close();
        }
    }

    private void WriteAll()
    {
        while (true)
        {
            List<Entry> entries;
            lock (_lock)
            {
                (entries, _waiting) = (_waiting, []);
                _isWriting = entries.Count > 0;
                if (!_isWriting)
                    return;
            }
            // After a failure none: a later event must not be written ahead of an earlier one, which the journal's own writer will write.
            var isWritten = !_hasFailed && TryWrite(entries);
            _hasFailed |= !isWritten;
            foreach (var entry in entries)
                entry.Owner.Tell(
                    isWritten ? new JournalProtocol.Recorded(entry.Number) : JournalProtocol.NotRecorded.Instance, ActorRefs.NoSender);
        }
    }

    private bool TryWrite(List<Entry> entries)
    {
        lock (_writing)
        {
            try
            {
                Ensure();
                using var transaction = _connection!.BeginTransaction();
                _insert!.Transaction = transaction;
                foreach (var entry in entries)
                    Write(_insert, entry);
                transaction.Commit();
                return true;
            }
            catch (Exception fault) when (fault is SqliteException or IOException or ObjectDisposedException)
            {
                Close();
                return false;
            }
        }
    }

    private void Write(SqliteCommand insert, Entry entry)
    {
        var (manifest, bytes) = BackendEventCodec.Write(entry.Event);
        insert.Parameters["$created"].Value = time.GetUtcNow().UtcTicks;
        insert.Parameters["$id"].Value = entry.PersistenceId;
        insert.Parameters["$number"].Value = entry.Number;
        insert.Parameters["$message"].Value = bytes;
        insert.Parameters["$manifest"].Value = manifest;
        insert.ExecuteNonQuery();
    }

    private void Ensure()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_connection is not null)
            return;
        _connection =
            new SqliteConnection(new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(path)) { Pooling = false }.ToString());
        _connection.Open();
        using (var create = _connection.CreateCommand())
        {
            create.CommandText = Create;
            create.ExecuteNonQuery();
        }
        _insert = _connection.CreateCommand();
        _insert.CommandText = Insert;
        foreach (var name in new[] { "$created", "$id", "$number", "$message", "$manifest" })
            _insert.Parameters.Add(new SqliteParameter(name, null));
        _insert.Parameters.AddWithValue("$identifier", BackendEventSerializer.FixedIdentifier);
        _insert.Parameters.AddWithValue("$writer", _writer);
    }

    private void Close()
    {
        _insert?.Dispose();
        _connection?.Dispose();
        (_insert, _connection) = (null, null);
    }

    private sealed record Entry(string PersistenceId, long Number, IBackendEvent Event, IActorRef Owner);
}
