using System.Diagnostics;
using LinqToDB.Data;

namespace Sidecar.Host.Storage.Search;

/// <summary>Candidates from the attempts, by the index of their instants. Hours in which the sums say that there can be none are left
/// out; in the others, it reads as much at a time as takes some hundredths of a second.</summary>
internal sealed class AttemptSource : IRequestSource
{
    public const string Index = "attempts_failed";

    /// <summary>The condition of the index, which a statement that uses it must repeat.</summary>
    public const string IsFailed = "error_class IS NOT NULL";

    public const string CreateIndex = $"CREATE INDEX IF NOT EXISTS {Index} ON attempts (at_us, error_class) WHERE {IsFailed}";

    private const int RowsPerRead = 100;
    private const long Second = 1_000_000;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(40);

    private readonly DataConnection _open;
    private readonly HourIndex _hours;
    private readonly bool _isSqlite;
    private readonly string _from;
    private readonly string _condition;
    private readonly List<DataParameter> _values = [];
    private readonly long _least;
    private long _at;
    private long _id = long.MaxValue;
    private long _width = 60 * Second;

    /// <param name="open">An open ledger.</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="isSqlite">Whether it is a file of this version.</param>
    /// <param name="hours">Where it can be.</param>
    /// <param name="end">Nothing later is given, in microseconds since 1970.</param>
    public AttemptSource(DataConnection open, RequestQuery query, bool isSqlite, HourIndex hours, long end = long.MaxValue)
    {
        (_open, _isSqlite, _hours) = (open, isSqlite, hours);
        (_at, _id) = query.Before is { At: > 0 } before ? (before.At, before.Id)
            : (query.To is { } to ? Math.Min(end, LedgerUnits.FromInstant(to)) : end, long.MaxValue);
        _least = query.From is { } from ? LedgerUnits.FromInstant(from.AddHours(-1)) : long.MinValue;
        List<string> conditions = [];
        Add("backend", query.Backend);
        Add("model", query.Model);
        Add("client", query.Client);
        Add("phase", query.Phase);
        Add("error_class", query.ErrorClass);
        if (query.Status is { } status && !query.IsOfAttempts)
            conditions.Add($"status BETWEEN {status.Least} AND {status.Most}");
        _from = isSqlite ? "main.attempts" : "attempts";
        if (query.ErrorClass is not null || (query.Status is { IsTrouble: true } && !query.IsOfAttempts))
        {
            conditions.Add(IsFailed);
            _from += isSqlite ? $" INDEXED BY {Index}" : "";
        }
        _condition = conditions.Count > 0 ? string.Join(" AND ", conditions) : "TRUE";

        void Add(string column, string? text)
        {
            if (text is null)
                return;
            _values.Add(new DataParameter(column, text));
            // Most rows hold the number of the text.
            var number = isSqlite
                ? open.Execute<long?>("SELECT id FROM main.names WHERE text = @text", new DataParameter("text", text)) : null;
            if (number is { } known)
                _values.Add(new DataParameter($"{column}_id", known));
            conditions.Add(number is null ? $"{column} = @{column}" : $"{column} IN (@{column}_id, @{column})");
        }
    }

    public RequestCursor Place => new(_at, _id);

    public DateTimeOffset? SearchedTo => _at == long.MaxValue ? null : LedgerUnits.ToInstant(_at);

    public (string Id, RequestCursor Place)[]? Next()
    {
        // Times without attempts are jumped over.
        if (_open.Execute<long?>($"SELECT MAX(at_us) FROM {Table} WHERE at_us <= @at", new DataParameter("at", _at)) is not { } newest
            || newest < _least)
            return null;
        if (newest < _at)
            (_at, _id) = (newest, long.MaxValue);
        if (!_hours.MayHold(_at))
        {
            (_at, _id) = (HourIndex.StartOf(_at) - 1, long.MaxValue);
            return [];
        }
        var low = Math.Max(HourIndex.StartOf(_at), _at - _width);
        var began = Stopwatch.GetTimestamp();
        var rows = _open.Query(row => (At: row.GetInt64(0), Id: row.GetInt64(1), Request: RequestIds.Read(row, 2)),
            $"""
            SELECT at_us, id, request_id FROM {_from}
            WHERE at_us >= @low AND at_us <= @at AND (at_us < @at OR id < @id) AND {_condition}
            ORDER BY at_us DESC, id DESC LIMIT {RowsPerRead}
            """,
            [new DataParameter("low", low), new DataParameter("at", _at), new DataParameter("id", _id), .. _values]).ToList();
        var took = Stopwatch.GetElapsedTime(began);
        _width = took < Quick ? Math.Min(HourIndex.MicrosecondsPerHour, _width * 4) : took > Slow ? Math.Max(Second, _width / 4) : _width;
        (_at, _id) = rows.Count == RowsPerRead ? (rows[^1].At, rows[^1].Id) : (low - 1, long.MaxValue);
        return [.. rows.Select(row => (row.Request, new RequestCursor(row.At, row.Id)))];
    }

    private string Table => _isSqlite ? "main.attempts" : "attempts";
}
