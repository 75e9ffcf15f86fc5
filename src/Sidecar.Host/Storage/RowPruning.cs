using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Storage;

/// <summary>Deletes the oldest rows of a table: first records what will be deleted, then deletes it, so that a crash in between leaves
/// surplus rows and no unexplained gap.</summary>
/// <param name="ledger">An open connection.</param>
/// <param name="table">The table.</param>
/// <param name="instant">The column with a row's age.</param>
internal sealed class RowPruning(SqliteConnection ledger, PrunedTable table, string instant)
{
    // Limits the search for the first row that is young enough; the rest is deleted next time.
    private const int MostPerPrune = 100_000;

    // A few milliseconds, because new rows wait meanwhile.
    private const int RowsPerDelete = 500;

    private readonly LinkTable _links = new(ledger, table.Name);
    private LinkHead _left = table.Last(ledger);

    /// <summary>The link up to which to delete; null if nothing is too old. Rows of <paramref name="keepFrom"/> or later stay.</summary>
    public LinkHead? Find(DateTimeOffset keepFrom)
    {
        if (Number($"SELECT MIN(id) FROM {table.Name} WHERE id > {_left.Last}") is not { } first)
            return null;
        var bound = first + MostPerPrune;
        // Up to the first young row, even if older ones follow it: rows are stored in the order in which they end, and only the first
        // rows of a table may be deleted.
        var young = $"{instant} >= {LedgerUnits.FromInstant(keepFrom)}";
        var upTo = Number($"SELECT id FROM {table.Name} WHERE id >= {first} AND id < {bound} AND +{young} ORDER BY id LIMIT 1") - 1
            ?? Number($"SELECT MAX(id) FROM {table.Name} WHERE id < {bound}")!.Value;
        // New walks are numbered from the highest existing id.
        upTo = Math.Min(upTo, Number($"SELECT MAX(id) FROM {table.Name}")!.Value - 1);
        // A link can be verified only with all of its rows.
        var covering = _links.LastUpTo(upTo);
        if (covering is not null && covering.Last > upTo)
            (upTo, covering) = (covering.First - 1, _links.Before(covering));
        if (upTo < first)
            return null;
        // The link that says that later rows are not chained must stay as long as there are such rows.
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

    /// <summary>Deletes some of the recorded rows; false if none is left.</summary>
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
