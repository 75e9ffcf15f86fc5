using System.Runtime.CompilerServices;
using Sidecar.Host.Storage.Postgres;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>Creates the storage for the kind of database in the configuration.</summary>
internal static class Storages
{
    /// <param name="dataDirectory">The directory of the SQLite files.</param>
    /// <param name="postgresConnection">If set, everything is stored there instead.</param>
    public static IStorage Of(string dataDirectory, string? postgresConnection) =>
        postgresConnection is null ? new SqliteStorage(dataDirectory) : Postgres(postgresConnection);

    // A method of its own, so that a server with SQLite does not load the other driver.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresStorage Postgres(string connectionString) => new(new PostgresDatabase(connectionString));
}
