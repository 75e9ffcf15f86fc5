using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Chain;

/// <summary>Journal and ledger record each other's checkpoints in their own: if one of the files is replaced by an older copy, the other
/// one shows it.</summary>
internal static class CrossLink
{
    private const string Own = $"chain NOT IN ('{ChainSeed.JournalCheckpoints}', '{ChainSeed.LedgerCheckpoints}')";

    /// <summary>A file's last checkpoint of any kind; null if there is none, or it cannot be read now.</summary>
    public static ChainHead? LastOf(string path) => Read(path, "SELECT id, seal FROM checkpoints ORDER BY id DESC LIMIT 1");

    /// <summary>Whether a file refers to a checkpoint of the other file that does not exist.</summary>
    /// <param name="naming">The file.</param>
    /// <param name="chain">The name of the other file's checkpoints in it.</param>
    /// <param name="other">The other file.</param>
    public static bool IsMissed(string naming, string chain, string other) =>
        Read(naming, $"SELECT row, hash FROM checkpoints WHERE chain = '{chain}' ORDER BY id DESC LIMIT 1") is { } named
        && (Read(other, $"SELECT id, seal FROM checkpoints WHERE id = {named.Row}") is not { } found
            || !found.Hash.AsSpan().SequenceEqual(named.Hash));

    /// <summary>Records the other file's last checkpoint in a file's checkpoints, unless it is already recorded.</summary>
    /// <param name="checkpoints">The checkpoints of the file.</param>
    /// <param name="at">The present.</param>
    /// <param name="other">The other file.</param>
    /// <param name="chain">The name of the other file's checkpoints.</param>
    /// <param name="named">The last one recorded.</param>
    /// <param name="madeBefore">Only a checkpoint made before this: a recorded one must be on disk even if the power fails.</param>
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
            // Only costs time: the next checkpoint records it.
            return null;
        }
    }
}
