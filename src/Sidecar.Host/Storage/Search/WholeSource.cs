using LinqToDB.Data;

namespace Sidecar.Host.Storage.Search;

/// <summary>The walks, and behind the oldest of them the attempts, which are kept for longer.</summary>
internal sealed class WholeSource(DataConnection open, RequestQuery query, bool isSqlite, HourIndex hours) : IRequestSource
{
    private IRequestSource _source = query.Before is { At: > 0 }
        ? new AttemptSource(open, query, isSqlite, hours) : new WalkSource(open, query, isSqlite);

    public RequestCursor Place => _source.Place;

    public DateTimeOffset? SearchedTo => _source.SearchedTo;

    public (string Id, RequestCursor Place)[]? Next()
    {
        if (_source.Next() is { } found)
            return found;
        if (_source is AttemptSource)
            return null;
        var oldest = open.Execute<long?>($"SELECT arrived_at_us FROM {(isSqlite ? "main." : "")}walks ORDER BY id LIMIT 1");
        _source = new AttemptSource(open, query, isSqlite, hours, oldest ?? long.MaxValue);
        return [];
    }
}
