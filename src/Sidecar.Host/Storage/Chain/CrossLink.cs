using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Chain;

/// <summary>Journal and ledger name each other's checkpoints in their own: who takes back one of the two is found out by the
/// other.</summary>
internal static class CrossLink
{
    private const string Own = $"chain NOT IN ('{ChainSeed.JournalCheckpoints}', '{ChainSeed.LedgerCheckpoints}')";

    /// <summary>A file's last checkpoint of any kind; null where there is none, or it cannot be read now.</summary>
    public static ChainHead? LastOf(string path) => Read(path, "SELECT id, seal FROM checkpoints ORDER BY id DESC LIMIT 1");

    /// <summary>Whether a file names a checkpoint of the other that is not there.</summary>
    /// <param name="naming">The file.</param>
    /// <param name="chain">What the other's checkpoints are called in it.</param>
    /// <param name="other">The other file.</param>
    public static bool IsMissed(string naming, string chain, string other) =>
        Read(naming, $"SELECT row, hash FROM checkpoints WHERE chain = '{chain}' ORDER BY id DESC LIMIT 1") is { } named
        && (Read(other, $"SELECT id, seal FROM checkpoints WHERE id = {named.Row}") is not { } found
            || !found.Hash.AsSpan().SequenceEqual(named.Hash));

    /// <summary>Has a file's checkpoints name the other file's, if there is one that they do not name yet.</summary>
    /// <param name="checkpoints">The file's.</param>
    /// <param name="at">Now.</param>
    /// <param name="other">The other file.</param>
    /// <param name="chain">What the other file's checkpoints are called.</param>
    /// <param name="named">The last that is named.</param>
    /// <param name="madeBefore">Only one that was made before this: what is named must be on disk whatever happens to the power.</param>
    public static long Write(
        CheckpointTable checkpoints, DateTimeOffset at, string other, string chain, long named, DateTimeOffset madeBefore)
    {
        var made = LedgerUnits.FromInstant(madeBefore);
        if (Read(other, $"SELECT id, seal FROM checkpoints WHERE {Own} AND at_us <= {made} ORDER BY id DESC LIMIT 1") is not { } head
            || head.Row <= named)
            return named;
        checkpoints.Write(at, chain, head.Row, head.Hash, head.Count);
        return head.Row;
    }

    private static ChainHead? Read(string path, string sql)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var file = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            file.Open();
            using var command = file.CreateCommand();
            command.CommandText = sql;
            using var last = command.ExecuteReader();
            return last.Read() ? new ChainHead(last.GetInt64(0), last.GetFieldValue<byte[]>(1), last.GetInt64(0)) : null;
        }
        catch (SqliteException)
        {
            // Of no consequence but time: the next checkpoint names it.
            return null;
        }
    }
}
