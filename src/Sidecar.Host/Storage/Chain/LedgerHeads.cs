using Microsoft.Data.Sqlite;

namespace Sidecar.Storage.Chain;

/// <summary>Finds where the ledger's chains ended when it was written last.</summary>
internal static class LedgerHeads
{
    /// <summary>The highest number that a row of the table ever had.</summary>
    public static long LastRow(SqliteConnection ledger, string table, long deletedUpTo) =>
        Math.Max(deletedUpTo, Number(ledger, $"SELECT COALESCE(MAX(id), 0) FROM {table}"));

    /// <param name="ledger">Open on the ledger's file.</param>
    /// <param name="table">Whose rows are chained.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="start">Where its first rows were deleted, what was left; else the chain's start.</param>
    public static ChainHead Of(SqliteConnection ledger, string table, string chain, ChainHead start)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = $"SELECT id, chain FROM {table} WHERE chain IS NOT NULL AND id > {start.Row} ORDER BY id DESC LIMIT 1";
        using var last = command.ExecuteReader();
        if (!last.Read())
            return start;
        var (row, hash) = (last.GetInt64(0), last.GetFieldValue<byte[]>(1));
        // From the last checkpoint, which is near, for counting all would read all.
        var known = CheckpointTable.Last(ledger, chain) is var checkpoint && checkpoint.Row >= start.Row ? checkpoint : (start.Row, start.Count);
        return new ChainHead(row, hash, known.Count + Number(ledger, $"SELECT COUNT(*) FROM {table} WHERE id > {known.Row} AND chain IS NOT NULL"));
    }

    /// <summary>Where the table <c>walks</c> begins.</summary>
    public static ChainHead LastPrune(SqliteConnection ledger)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = "SELECT up_to, hash, count FROM prunes ORDER BY id DESC LIMIT 1";
        using var last = command.ExecuteReader();
        return last.Read() ? new ChainHead(last.GetInt64(0), last.GetFieldValue<byte[]>(1), last.GetInt64(2)) : ChainHead.Start(ChainSeed.Walks);
    }

    private static long Number(SqliteConnection ledger, string sql)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
