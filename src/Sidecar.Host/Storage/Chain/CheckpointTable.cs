using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Chain;

/// <summary>Appends checkpoints to the file that they concern. Each seal includes the previous one, and is signed if there is a
/// key.</summary>
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

    /// <summary>The columns that a seal covers, in this order.</summary>
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
        _seals = new RowChain(
            last.Read() ? new ChainHead(last.GetInt64(0), last.GetFieldValue<byte[]>(1), last.GetInt64(0)) : ChainHead.Start(seed));
    }

    /// <param name="at">The present.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="row">The last row that the chain covers.</param>
    /// <param name="hash">The link at that row.</param>
    /// <param name="count">The number of rows covered so far.</param>
    public void Write(DateTimeOffset at, string chain, long row, byte[] hash, long count)
    {
        var (id, instant) = (_seals.LastRow + 1, LedgerUnits.FromInstant(at));
        _seals.Row.Add(id);
        _seals.Row.Add(instant);
        _seals.Row.Add(chain);
        _seals.Row.Add(row);
        _seals.Row.Add((ReadOnlySpan<byte>)hash);
        _seals.Row.Add(count);
        var seal = _seals.Close(id).ToArray();
        using var command = _connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO checkpoints ({SealedColumns}, seal, signature) VALUES ($id, $at, $chain, $row, $hash, $count, $seal, $signature)";
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$at", instant);
        command.Parameters.AddWithValue("$chain", chain);
        command.Parameters.AddWithValue("$row", row);
        command.Parameters.AddWithValue("$hash", hash);
        command.Parameters.AddWithValue("$count", count);
        command.Parameters.AddWithValue("$seal", seal);
        command.Parameters.AddWithValue("$signature", (object?)_key?.Sign(seal) ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    /// <summary>The last row of a chain that a checkpoint covers; 0 if there is none.</summary>
    public static long Last(SqliteConnection connection, string chain)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT row FROM checkpoints WHERE chain = $chain ORDER BY id DESC LIMIT 1";
        command.Parameters.AddWithValue("$chain", chain);
        return command.ExecuteScalar() as long? ?? 0;
    }
}
