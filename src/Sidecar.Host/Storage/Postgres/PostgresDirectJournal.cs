using Npgsql;
using NpgsqlTypes;
using Sidecar.Journal;

namespace Sidecar.Host.Storage.Postgres;

/// <summary>Writes events into the tables that the journal's plugin created at the start: over a connection of its own, with one
/// statement for all that wait.</summary>
internal sealed class PostgresDirectJournal(PostgresDatabase database, TimeProvider time) : DirectJournal
{
    // In the order in which they happened, which their orderings follow.
    private static readonly string Insert = $"""
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, writer_uuid)
        SELECT $1, false, id, number, message, '', manifest, {BackendEventSerializer.FixedIdentifier}, $2
        FROM unnest($3, $4, $5, $6) WITH ORDINALITY AS event (id, number, manifest, message, place) ORDER BY place
        ON CONFLICT DO NOTHING
        """;

    private const string FirstOther = """
        SELECT place FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS event (id, number, manifest, message, place)
        WHERE NOT EXISTS (SELECT FROM journal WHERE journal.persistence_id = event.id AND journal.sequence_number = event.number
            AND journal.manifest = event.manifest AND journal.message = event.message)
        ORDER BY place LIMIT 1
        """;

    private static readonly string Keep = $"""
        INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        VALUES ($1, $2, $3, $4, '{BackendStateCodec.Manifest}', {BackendEventSerializer.FixedIdentifier})
        ON CONFLICT DO NOTHING
        """;

    private readonly string _writer = Guid.NewGuid().ToString("N");
    private NpgsqlConnection? _connection;

    protected override void Open() => _connection ??= database.Connect(isPooled: false);

    protected override DirectEntry? Write(IReadOnlyList<DirectEntry> entries)
    {
        Open();
        var created = time.GetUtcNow().UtcTicks;
        var events = EventsOf(entries);
        using var transaction = _connection!.BeginTransaction();
        using (var insert = new NpgsqlCommand(Insert, _connection))
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = created });
            insert.Parameters.Add(new NpgsqlParameter { Value = _writer });
            insert.Parameters.AddRange(events);
            if (insert.ExecuteNonQuery() < entries.Count && Other() is { } refused)
                return refused;
        }
        foreach (var entry in entries)
            if (entry.Snapshot is { } snapshot)
                Save(entry, BackendStateCodec.Write(snapshot), created);
        transaction.Commit();
        return null;

        // A commit may have succeeded without confirmation: then the stored event is the one to be written.
        DirectEntry? Other()
        {
            using var look = new NpgsqlCommand(FirstOther, _connection);
            look.Parameters.AddRange(EventsOf(entries));
            return look.ExecuteScalar() is long place ? entries[(int)place - 1] : null;
        }
    }

    protected override void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Save(DirectEntry entry, byte[] state, long created)
    {
        using var keep = new NpgsqlCommand(Keep, _connection)
        {
            Parameters =
            {
                new() { Value = entry.PersistenceId }, new() { Value = entry.Number }, new() { Value = created }, new() { Value = state },
            },
        };
        keep.ExecuteNonQuery();
    }

    private static NpgsqlParameter[] EventsOf(IReadOnlyList<DirectEntry> entries)
    {
        var (ids, numbers) = (new string[entries.Count], new long[entries.Count]);
        var (manifests, messages) = (new string[entries.Count], new byte[entries.Count][]);
        foreach (var (i, entry) in entries.Index())
        {
            (ids[i], numbers[i]) = (entry.PersistenceId, entry.Number);
            (manifests[i], messages[i]) = BackendEventCodec.Write(entry.Event);
        }
        return
        [
            new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            new() { Value = manifests, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new() { Value = messages, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
        ];
    }
}
