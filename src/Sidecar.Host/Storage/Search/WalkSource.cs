using LinqToDB.Data;

namespace Sidecar.Host.Storage.Search;

/// <summary>Candidates from the walks, in the order in which they ended. Those that did not end well have an index of their own, which is
/// why any status can be searched by.</summary>
internal sealed class WalkSource : IRequestSource
{
    public const string Index = "walks_troubled";

    /// <summary>The condition of the index, which a statement that uses it must repeat.</summary>
    public const string IsTroubled = "outcome NOT BETWEEN 200 AND 299";

    public const string CreateIndex = $"CREATE INDEX IF NOT EXISTS {Index} ON walks (id, outcome) WHERE {IsTroubled}";

    private const int RowsPerRead = 100;

    private readonly DataConnection _open;
    private readonly RequestQuery _query;
    private readonly string _table;
    private readonly bool _isSqlite;
    private long _before;
    private long? _arrived;

    public WalkSource(DataConnection open, RequestQuery query, bool isSqlite)
    {
        (_open, _query, _isSqlite, _table) = (open, query, isSqlite, isSqlite ? "main.walks" : "walks");
        _before = query.Before?.Id ?? (query.To is { } to ? FirstSince(LedgerUnits.FromInstant(to)) : long.MaxValue);
    }

    public RequestCursor Place => new(0, _before);

    public DateTimeOffset? SearchedTo => _arrived is { } arrived ? LedgerUnits.ToInstant(arrived) : null;

    public (string Id, RequestCursor Place)[]? Next()
    {
        var (from, condition) = (_table, "TRUE");
        if (_query.Status is { } status)
        {
            condition = $"outcome BETWEEN {status.Least} AND {status.Most}";
            if (status.IsTrouble)
            {
                condition = $"{IsTroubled} AND {condition}";
                if (_isSqlite)
                    from += $" INDEXED BY {Index}";
            }
        }
        var rows = _open.Query(row => (Id: row.GetInt64(0), Request: RequestIds.Read(row, 1), Arrived: row.GetInt64(2)),
            $"SELECT id, request_id, arrived_at_us FROM {from} WHERE id < @before AND {condition} ORDER BY id DESC LIMIT {RowsPerRead}",
            new DataParameter("before", _before)).ToList();
        if (rows.Count == 0)
            return null;
        (_before, _arrived) = (rows[^1].Id, rows[^1].Arrived);
        // A walk ends after it has arrived, and seldom more than an hour later.
        if (_query.From is { } since && _arrived < LedgerUnits.FromInstant(since.AddHours(-1)))
            return rows.Exists(row => row.Arrived >= LedgerUnits.FromInstant(since.AddHours(-1)))
                ? [.. rows.Select(row => (row.Request, new RequestCursor(0, row.Id)))] : null;
        return [.. rows.Select(row => (row.Request, new RequestCursor(0, row.Id)))];
    }

    // Walks are numbered in the order of their ends, which is nearly that of their arrivals: all from this number on ended later.
    private long FirstSince(long instant)
    {
        var (low, high) = (_open.Execute<long>($"SELECT COALESCE(MIN(id), 0) FROM {_table}"),
            _open.Execute<long>($"SELECT COALESCE(MAX(id), 0) FROM {_table}") + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var arrived = _open.Execute<long?>(
                $"SELECT arrived_at_us FROM {_table} WHERE id >= @id ORDER BY id LIMIT 1", new DataParameter("id", middle));
            if (arrived is null || arrived >= instant)
                high = middle;
            else
                low = middle + 1;
        }
        return high;
    }
}
