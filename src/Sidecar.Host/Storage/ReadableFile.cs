using LinqToDB;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>A SQLite file that is only to be read.</summary>
/// <param name="IsOurs">This process is the server that writes it.</param>
public sealed record ReadableFile(string Path, bool IsOurs) : IReadableDatabase
{
    // Made when first asked for: no start should pay for queries.
    private DataOptions? _options;

    string IReadableDatabase.Place => Path;

    public DataConnection? Open() => File.Exists(Path) ? new DataConnection(IsOurs ? _options ??= Options() : Options()) : null;

    public bool HasTable(DataConnection open, string table) =>
        open.Execute<int>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name", new DataParameter("name", table)) > 0;

    /// <summary>To be asked for at each opening, for it depends on whether anybody has the file open.</summary>
    public string ConnectionString() => IsOurs || File.Exists(Path + "-wal") ? SqliteFiles.ReadOnlyConnectionString(Path) : Still();

    /// <summary>As SQLite's own statements name it, with the same care.</summary>
    public string Uri() => IsOurs || File.Exists(Path + "-wal") ? UriOf(Path, "mode=ro") : UriOf(Path, "immutable=1");

    public static string UriOf(string path, string parameters) =>
        $"{new UriBuilder("file", "") { Path = System.IO.Path.GetFullPath(path) }.Uri.AbsoluteUri}?{parameters}";

    private DataOptions Options() => SqliteProvider.Options(ConnectionString()).UseAfterConnectionOpened(LedgerViews.Ensure);

    // A file in write-ahead mode without its log is in use by nobody. Opened the ordinary way, even for reading, it gets a new log beside
    // it that stays:
    // one of root's would keep the server from writing, and beside a copy on a read-only disk none can be made. An immutable file is opened
    // without.
    private string Still() => new SqliteConnectionStringBuilder
    {
        DataSource = UriOf(Path, "immutable=1"),
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();
}
