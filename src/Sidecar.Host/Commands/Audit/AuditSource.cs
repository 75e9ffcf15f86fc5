using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Postgres;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Commands.Audit;

/// <summary>What an audit command reads: a data directory, an exported file, or the database that the configuration names.</summary>
internal sealed class AuditSource : IDisposable
{
    private readonly Lazy<SqliteFiles> _files;
    private string? _copy;

    private AuditSource(StoredData data, Func<AuditSource, SqliteFiles> files) =>
        (Data, _files) = (data, new Lazy<SqliteFiles>(() => files(this)));

    public StoredData Data { get; }

    public bool Exists => Data.Journal is not ReadableFile { Path: var path } || File.Exists(path);

    /// <summary>The whole of it as SQLite files, copied when first asked for where it is kept elsewhere.</summary>
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
