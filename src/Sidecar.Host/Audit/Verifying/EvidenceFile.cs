using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>A file to be verified, read as it was at one instant, even if it is being written to.</summary>
internal sealed class EvidenceFile : IDisposable
{
    private readonly SqliteConnection _connection;

    public EvidenceFile(string path)
    {
        Name = Path.GetFileName(path);
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(new ReadableFile(path, IsOurs: false).ConnectionString()) { Pooling = false }.ToString());
        try
        {
            _connection.Open();
            using var begin = _connection.CreateCommand();
            begin.CommandText = "BEGIN; SELECT COUNT(*) FROM sqlite_master";
            begin.ExecuteScalar();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public string Name { get; }

    public bool HasTable(string name) => Any($"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{name}'");

    public bool HasColumn(string table, string column) => Any($"SELECT 1 FROM pragma_table_info('{table}') WHERE name = '{column}'");

    /// <summary>Rows of a query, read while they are enumerated.</summary>
    public EvidenceRows Read(string sql) => new(_connection.Handle!, sql);

    public long Number(string sql)
    {
        using var rows = Read(sql);
        return rows.Next() ? rows.Whole(0) : 0;
    }

    public void Dispose() => _connection.Dispose();

    private bool Any(string sql)
    {
        using var rows = Read(sql);
        return rows.Next();
    }
}
