using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit.Repairing;

/// <summary>Copies stored rows of one file unchanged into another, as far as they can be read.</summary>
internal sealed class RowCopy : IDisposable
{
    private const long RowsAtOnce = 1_000;

    private readonly SqliteConnection _to;

    public RowCopy(string from, string to)
    {
        var target = new SqliteConnectionStringBuilder { DataSource = ReadableFile.UriOf(to, "mode=rw"), Pooling = false };
        _to = new SqliteConnection(target.ToString());
        _to.Open();
        Run("ATTACH $uri AS damaged", ("$uri", new ReadableFile(from, IsOurs: false).Uri()));
    }

    /// <summary>Copies the rows of a table whose key is before the bound, and returns their number. It stops at an unreadable
    /// page.</summary>
    public long Rows(string table, string key, long bound)
    {
        var columns = Columns(table);
        if (columns.Length == 0)
            return 0;
        var (copied, next) = (0L, First(table, key));
        while (next is { } from && from < bound)
        {
            var to = Math.Min(bound, from + RowsAtOnce);
            if (TryCopy(table, columns, key, from, to) is { } some)
                copied += some;
            else
                return copied + OneByOne(table, columns, key, from, to);
            next = First(table, key, to);
        }
        return copied;
    }

    public long? Number(string sql)
    {
        try
        {
            using var command = _to.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar() as long?;
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    public List<(long Id, string Chain, long Row)> Checkpoints()
    {
        var checkpoints = new List<(long, string, long)>();
        try
        {
            using var command = _to.CreateCommand();
            command.CommandText = "SELECT id, chain, row FROM damaged.checkpoints ORDER BY id";
            using var rows = command.ExecuteReader();
            while (rows.Read())
                checkpoints.Add((rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2)));
        }
        catch (SqliteException)
        {
            // Keeps the rows that could be read.
        }
        return checkpoints;
    }

    public void Dispose() => _to.Dispose();

    private long OneByOne(string table, string columns, string key, long from, long to)
    {
        var copied = 0L;
        for (var row = from; row < to; row++)
        {
            if (TryCopy(table, columns, key, row, row + 1) is not { } some)
                break;
            copied += some;
        }
        return copied;
    }

    private long? TryCopy(string table, string columns, string key, long from, long to)
    {
        try
        {
            var rows = $"SELECT {columns} FROM damaged.{table} WHERE {key} >= $from AND {key} < $to ORDER BY {key}";
            return Run($"INSERT INTO main.{table} ({columns}) {rows}", ("$from", from), ("$to", to));
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private long? First(string table, string key, long from = long.MinValue) =>
        Number($"SELECT MIN({key}) FROM damaged.{table} WHERE {key} >= {from}");

    // The columns that both files have: a file of an earlier version lacks some.
    private string Columns(string table)
    {
        using var command = _to.CreateCommand();
        command.CommandText = """
            SELECT group_concat(name) FROM pragma_table_info($table, 'main')
            WHERE name IN (SELECT name FROM pragma_table_info($table, 'damaged'))
            """;
        command.Parameters.AddWithValue("$table", table);
        return command.ExecuteScalar() as string ?? "";
    }

    private long Run(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = _to.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command.ExecuteNonQuery();
    }
}
