using Microsoft.Data.Sqlite;

namespace Sidecar.Storage.Chain;

/// <summary>Appends checkpoints to the file that they are about. Each is sealed by the one before it, and signed where there is a key.</summary>
internal sealed class CheckpointTable
{
    public const string Create = """
        CREATE TABLE IF NOT EXISTS checkpoints (
            id INTEGER PRIMARY KEY,
            at_us INTEGER NOT NULL,
            chain TEXT NOT NULL,
            row INTEGER NOT NULL,
            hash BLOB NOT NULL,
            count INTEGER NOT NULL,
            seal BLOB NOT NULL,
            signature BLOB)
        """;

    /// <summary>What a seal covers, in this order.</summary>
    public const string SealedColumns = "id, at_us, chain, row, hash, count";

    private readonly SqliteConnection _connection;
    private readonly SigningKey? _key;
    private readonly RowChain _seals;

    /// <param name="seed">The name of the checkpoints' own chain.</param>
    public CheckpointTable(SqliteConnection connection, string seed, SigningKey? key)
    {
        (_connection, _key) = (connection, key);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, seal FROM checkpoints ORDER BY id DESC LIMIT 1";
        using var last = command.ExecuteReader();
        _seals = new RowChain(last.Read() ? new ChainHead(last.GetInt64(0), last.GetFieldValue<byte[]>(1), last.GetInt64(0)) : ChainHead.Start(seed));
    }

    public void Write(DateTimeOffset at, string chain, ChainHead head)
    {
        var (id, instant) = (_seals.LastRow + 1, LedgerUnits.FromInstant(at));
        _seals.Row.Add(id);
        _seals.Row.Add(instant);
        _seals.Row.Add(chain);
        _seals.Row.Add(head.Row);
        _seals.Row.Add((ReadOnlySpan<byte>)head.Hash);
        _seals.Row.Add(head.Count);
        var seal = _seals.Close(id).ToArray();
        using var command = _connection.CreateCommand();
        command.CommandText = $"INSERT INTO checkpoints ({SealedColumns}, seal, signature) VALUES ($id, $at, $chain, $row, $hash, $count, $seal, $signature)";
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$at", instant);
        command.Parameters.AddWithValue("$chain", chain);
        command.Parameters.AddWithValue("$row", head.Row);
        command.Parameters.AddWithValue("$hash", head.Hash);
        command.Parameters.AddWithValue("$count", head.Count);
        command.Parameters.AddWithValue("$seal", seal);
        command.Parameters.AddWithValue("$signature", (object?)_key?.Sign(seal) ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    /// <summary>The last row of a chain that a checkpoint names, and how many it counts; zeros when there is none.</summary>
    public static (long Row, long Count) Last(SqliteConnection connection, string chain)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT row, count FROM checkpoints WHERE chain = $chain ORDER BY id DESC LIMIT 1";
        command.Parameters.AddWithValue("$chain", chain);
        using var last = command.ExecuteReader();
        return last.Read() ? (last.GetInt64(0), last.GetInt64(1)) : (0, 0);
    }
}
