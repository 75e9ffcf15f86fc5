using Microsoft.Data.Sqlite;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>Reads from the journal's file what recovery will give each persistence id: the latest snapshot and the events after it.
/// Recovery by the plugin takes most of a second in a cold process.</summary>
internal sealed class StatesAtStart : IDisposable
{
    private const string Latest =
        "SELECT sequence_number, manifest, snapshot FROM snapshot WHERE persistence_id = $id ORDER BY sequence_number DESC LIMIT 1";

    private const string Later =
        "SELECT sequence_number, manifest, message FROM journal WHERE persistence_id = $id AND sequence_number > $after ORDER BY "
            + "sequence_number";

    private readonly SqliteConnection _connection;
    private readonly bool _hasSnapshots;
    private readonly bool _hasEvents;

    private StatesAtStart(string path)
    {
        _connection = new SqliteConnection(SqliteFiles.ConnectionString(path));
        _connection.Open();
        (_hasSnapshots, _hasEvents) = (Has("snapshot"), Has("journal"));
    }

    /// <summary>By persistence id. Null if anything cannot be read: the caller then has to wait for the recovery, which reports the
    /// fault.</summary>
    public static IReadOnlyDictionary<string, JournalProtocol.Recovered>? Read(string path, IEnumerable<string> persistenceIds)
    {
        try
        {
            using var journal = new StatesAtStart(path);
            // Everything is read as of one instant.
            using var transaction = journal._connection.BeginTransaction(deferred: true);
            return persistenceIds.ToDictionary(id => id, journal.Of, StringComparer.Ordinal);
        }
        catch (Exception)
        {
            // Only costs time: the recovery meets the same fault and reports it.
            return null;
        }
    }

    public void Dispose() => _connection.Dispose();

    private JournalProtocol.Recovered Of(string id)
    {
        if (id == JournalIds.Emergency)
            return OfEmergencies();
        var known = new JournalProtocol.Recovered(0, BackendState.Fresh);
        if (_hasSnapshots)
            known = Fold(Latest, id, known, static (_, manifest, bytes) =>
                manifest == BackendStateCodec.Manifest ? BackendStateCodec.Read(bytes) : throw new InvalidDataException(manifest));
        if (_hasEvents)
            known = Fold(Later, id, known, static (state, manifest, bytes) => state.Apply(BackendEventCodec.Read(manifest, bytes)));
        return known;
    }

    // They change no state: only their number matters.
    private JournalProtocol.Recovered OfEmergencies()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = _hasEvents ? "SELECT MAX(sequence_number) FROM journal WHERE persistence_id = $id" : "SELECT 0";
        command.Parameters.AddWithValue("$id", JournalIds.Emergency);
        return new JournalProtocol.Recovered(command.ExecuteScalar() as long? ?? 0, BackendState.Fresh);
    }

    private JournalProtocol.Recovered Fold(
        string rows, string id, JournalProtocol.Recovered known, Func<BackendState, string, byte[], BackendState> fold)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = rows;
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$after", known.SequenceNr);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            known = new JournalProtocol.Recovered(
                reader.GetInt64(0), fold(known.State, reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        return known;
    }

    // The plugin creates its tables when it first starts.
    private bool Has(string table)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $name";
        command.Parameters.AddWithValue("$name", table);
        return (long)command.ExecuteScalar()! > 0;
    }
}
