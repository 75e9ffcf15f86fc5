using LinqToDB;
using LinqToDB.Data;

namespace Sidecar.Host.Storage.Search;

/// <summary>Reads the lines of several requests at once: one statement for their walks, and one for the attempts of those that have
/// none.</summary>
internal sealed class LineReader(DataConnection open, bool isSqlite)
{
    private readonly Func<long, string?>? _nameOf = NameTable.Read(open);

    /// <summary>By id; those of which nothing is stored are missing.</summary>
    public Dictionary<string, RequestLine> Read(IReadOnlyList<string> ids)
    {
        var lines = new Dictionary<string, RequestLine>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return lines;
        var (column, values) = Ids(ids);
        foreach (var walk in open.FromSql<WalkRecord>(new RawSqlString($"SELECT * FROM walks WHERE {column}"), values).ToList())
            lines[walk.RequestId] = RequestLine.Of(LedgerMapping.ToRow(walk, _nameOf));
        (column, values) = Ids([.. ids.Where(id => !lines.ContainsKey(id))]);
        if (values.Length == 0)
            return lines;
        foreach (var attempts in open.FromSql<AttemptRecord>(new RawSqlString($"SELECT * FROM attempts WHERE {column}"), values)
            .ToList().GroupBy(row => row.RequestId, StringComparer.Ordinal))
            lines[attempts.Key] = RequestLine.Of([.. attempts.OrderBy(row => row.Attempt).Select(LedgerMapping.ToRow)]);
        return lines;
    }

    private (string Condition, object[] Values) Ids(IReadOnlyList<string> ids)
    {
        var bytes = new byte[RequestIdBytes.Size];
        var values = ids.Select(object (id, i) => isSqlite && RequestIdBytes.TryWrite(id, bytes)
            ? new DataParameter($"r{i}", bytes.ToArray(), DataType.VarBinary) : new DataParameter($"r{i}", id)).ToArray();
        return ($"{(isSqlite ? "request_key" : "request_id")} IN ({string.Join(", ", values.Select((_, i) => $"{{{i}}}"))})", values);
    }
}
