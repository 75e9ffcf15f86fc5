using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>A SQLite file that is only read.</summary>
/// <param name="IsOurs">This process is the server that writes it.</param>
public sealed record ReadableFile(string Path, bool IsOurs) : IReadableDatabase
{
    // Created on first use: a start should not pay for queries.
    private DataOptions? _options;

    string IReadableDatabase.Place => Path;

    public DataConnection? Open() => File.Exists(Path) ? new DataConnection(IsOurs ? _options ??= Options() : Options()) : null;

    public bool HasTable(DataConnection open, string table) =>
        open.Execute<int>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name", new DataParameter("name", table)) > 0;

    /// <summary>Must be called at each opening, because it depends on whether anyone has the file open.</summary>
    public string ConnectionString() => IsOurs || File.Exists(Path + "-wal") ? SqliteFiles.ReadOnlyConnectionString(Path) : Still();

    /// <summary>The name for SQLite's own statements, chosen in the same way.</summary>
    public string Uri() => IsOurs || File.Exists(Path + "-wal") ? UriOf(Path, "mode=ro") : UriOf(Path, "immutable=1");

    public static string UriOf(string path, string parameters) =>
        $"{new UriBuilder("file", "") { Path = System.IO.Path.GetFullPath(path) }.Uri.AbsoluteUri}?{parameters}";

    private DataOptions Options() => SqliteProvider.Options(ConnectionString()).UseAfterConnectionOpened(LedgerViews.Ensure);

    // A file in write-ahead mode without its log is not in use. If it is opened normally, even for reading, SQLite creates a new log
    // beside it that stays: one owned by root would keep the server from writing, and on a read-only disk none can be created. An
    // immutable file is opened without a log.
    // without.
    private string Still() => new SqliteConnectionStringBuilder
    {
        DataSource = UriOf(Path, "immutable=1"),
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();
}
