using System.Text;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;
using SQLitePCL;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>The rows of one query, one at a time; bypasses the driver, which would allocate an object for each value.</summary>
internal sealed class EvidenceRows(sqlite3 database, string sql) : IDisposable
{
    private readonly sqlite3_stmt _rows = SqliteCalls.Prepare(database, sql);

    public bool Next() => SqliteCalls.Step(database, _rows);

    /// <summary>Restarts the query with other parameter values.</summary>
    public void Ask(string first, long second)
    {
        _ = raw.sqlite3_reset(_rows);
        _ = raw.sqlite3_bind_text(_rows, 1, first);
        _ = raw.sqlite3_bind_int64(_rows, 2, second);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_rows, column) == raw.SQLITE_NULL;

    public long Whole(int column) => raw.sqlite3_column_int64(_rows, column);

    /// <summary>Valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_rows, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Adds the first columns to a row that is to be hashed.</summary>
    public void AddTo(CanonicalRow row, int columns)
    {
        for (var column = 0; column < columns; column++)
            row.Add(_rows, column);
    }

    public void Dispose() => _rows.Dispose();
}
