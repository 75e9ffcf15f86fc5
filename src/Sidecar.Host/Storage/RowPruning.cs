using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Storage;

/// <summary>Deletes the oldest rows of a table: first the record of what will be gone, then the rows, so that a crash in between leaves
/// rows that are too many and no hole that nobody explains.</summary>
/// <param name="ledger">Open.</param>
/// <param name="table">Which.</param>
/// <param name="instant">The column that says how old a row is.</param>
internal sealed class RowPruning(SqliteConnection ledger, PrunedTable table, string instant)
{
    // Bounds the reading that looks for the first row that is young enough; the rest goes with the next look.
    private const int MostPerPrune = 100_000;

    // A few milliseconds, for rows that come meanwhile wait behind it.
    private const int RowsPerDelete = 500;

    private readonly LinkTable _links = new(ledger, table.Name);
    private LinkHead _left = table.Last(ledger);

    /// <summary>What to delete up to; null when nothing is too old. Rows of <paramref name="keepFrom"/> or later stay.</summary>
    public LinkHead? Find(DateTimeOffset keepFrom)
    {
        if (Number($"SELECT MIN(id) FROM {table.Name} WHERE id > {_left.Last}") is not { } first)
            return null;
        var bound = first + MostPerPrune;
        // Up to the first that is young, though older ones may lie behind it: rows are stored as they end, and what is deleted must be a
        // beginning.
        var young = $"{instant} >= {LedgerUnits.FromInstant(keepFrom)}";
        var upTo = Number($"SELECT id FROM {table.Name} WHERE id >= {first} AND id < {bound} AND +{young} ORDER BY id LIMIT 1") - 1
            ?? Number($"SELECT MAX(id) FROM {table.Name} WHERE id < {bound}")!.Value;
        // The numbers of new walks go on from the highest there is.
        upTo = Math.Min(upTo, Number($"SELECT MAX(id) FROM {table.Name}")!.Value - 1);
        // A link can be verified with all of its rows only.
        var covering = _links.LastUpTo(upTo);
        if (covering is not null && covering.Last > upTo)
            (upTo, covering) = (covering.First - 1, _links.Before(covering));
        if (upTo < first)
            return null;
        // What says that rows to come are not chained must stay for as long as there are such rows.
        if (covering is { IsStop: true })
            covering = _links.Before(covering);
        return (covering is not null && covering.Id > _left.Id ? covering : _left) with { Last = upTo };
    }

    public void Announce(InsertStatement insert, DateTimeOffset at, LinkHead left)
    {
        insert.Add(LedgerUnits.FromInstant(at));
        insert.Add(left.Last);
        insert.Add(left.Id);
        insert.Add(left.Count);
        insert.Add((ReadOnlySpan<byte>)left.Hash);
        insert.Run();
        _left = left;
    }

    /// <summary>Deletes some of what was announced; false when nothing of it is left.</summary>
    public bool DeleteSome()
    {
        var some = $"SELECT id FROM {table.Name} WHERE id <= {_left.Last} ORDER BY id LIMIT {RowsPerDelete}";
        if (Delete($"DELETE FROM {table.Name} WHERE id IN ({some})") == RowsPerDelete)
            return true;
        Delete($"DELETE FROM {LinkTable.NameFor(table.Name)} WHERE id <= {_left.Id}");
        return false;
    }

    private int Delete(string sql)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private long? Number(string sql)
    {
        using var command = ledger.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long?;
    }
}
