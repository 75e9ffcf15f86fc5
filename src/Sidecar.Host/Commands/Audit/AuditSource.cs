using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Postgres;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Commands.Audit;

/// <summary>The source of an audit command: a data directory, an exported file, or the database named in the configuration.</summary>
internal sealed class AuditSource : IDisposable
{
    private readonly Lazy<SqliteFiles> _files;
    private string? _copy;

    private AuditSource(StoredData data, Func<AuditSource, SqliteFiles> files) =>
        (Data, _files) = (data, new Lazy<SqliteFiles>(() => files(this)));

    public StoredData Data { get; }

    public bool Exists => Data.Journal is not ReadableFile { Path: var path } || File.Exists(path);

    /// <summary>All data as SQLite files; if they are stored elsewhere, they are copied on first use.</summary>
    public SqliteFiles Files => _files.Value;

    public static AuditSource Sqlite(string directory)
    {
        var files = SqliteFiles.In(directory);
        return new AuditSource(StoredData.In(files, isOurs: false), _ => files);
    }

    public static AuditSource Postgres(string connectionString)
    {
        var database = new PostgresDatabase(connectionString);
        return new AuditSource(new StoredData(database, database), source =>
            PostgresCopy.Into(source._copy = Directory.CreateTempSubdirectory("sidecar-audit-").FullName, database));
    }

    public void Dispose()
    {
        if (_copy is not null)
            Directory.Delete(_copy, recursive: true);
    }
}
