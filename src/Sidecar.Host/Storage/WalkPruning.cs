using Microsoft.Data.Sqlite;
using Sidecar.Storage.Chain;

namespace Sidecar.Storage;

/// <summary>Deletes the oldest walks: first the record of what will be gone, then the rows, so that a crash in between leaves rows that are too many and no hole that nobody explains.</summary>
internal sealed class WalkPruning(SqliteConnection ledger)
{
    // Bounds the reading that looks for the first walk that is young enough; the rest goes with the next look.
    private const int MostPerPrune = 100_000;

    // A few milliseconds, for rows that come meanwhile wait behind it.
    private const int RowsPerDelete = 500;

    private long _deleteUpTo = LedgerHeads.LastPrune(ledger).Row;

    /// <summary>What will be left out before, when anything is; <paramref name="keepFrom"/>: walks that arrived then or later stay.</summary>
    public ChainHead? Find(DateTimeOffset keepFrom)
    {
        var before = LedgerHeads.LastPrune(ledger);
        if (Number($"SELECT MIN(id) FROM walks WHERE id > {before.Row}") is not { } first)
            return null;
        var bound = first + MostPerPrune;
        // Up to the first that is young, though older ones may lie behind it: walks are stored as they end, and what is deleted must be a beginning.
        var upTo = Number($"SELECT id FROM walks WHERE id >= {first} AND id < {bound} AND arrived_at_us >= {LedgerUnits.FromInstant(keepFrom)} ORDER BY id LIMIT 1") - 1
            ?? Number($"SELECT MAX(id) FROM walks WHERE id < {bound}")!.Value;
        if (upTo < first)
            return null;
        var count = Number($"SELECT COUNT(*) FROM walks WHERE id >= {first} AND id <= {upTo} AND chain IS NOT NULL")!.Value;
        return new ChainHead(upTo, Hash(first, upTo) ?? before.Hash, before.Count + count);
    }

    public void Insert(InsertStatement insert, DateTimeOffset at, ChainHead left)
    {
        insert.Add(LedgerUnits.FromInstant(at));
        insert.Add(left.Row);
        insert.Add((ReadOnlySpan<byte>)left.Hash);
        insert.Add(left.Count);
        insert.Run();
        _deleteUpTo = left.Row;
    }

    /// <summary>Deletes some of what the last prune announced; false when nothing of it is left.</summary>
    public bool DeleteSome()
    {
        using var command = ledger.CreateCommand();
        command.CommandText = $"DELETE FROM walks WHERE id IN (SELECT id FROM walks WHERE id <= {_deleteUpTo} ORDER BY id LIMIT {RowsPerDelete})";
        return command.ExecuteNonQuery() == RowsPerDelete;
    }

    private byte[]? Hash(long first, long upTo)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = $"SELECT chain FROM walks WHERE id >= {first} AND id <= {upTo} AND chain IS NOT NULL ORDER BY id DESC LIMIT 1";
        return (byte[]?)command.ExecuteScalar();
    }

    private long? Number(string sql)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long?;
    }
}
