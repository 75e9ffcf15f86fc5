using System.Runtime.CompilerServices;
using Sidecar.Host.Storage.Postgres;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>Chooses the kind of database that the configuration asks for.</summary>
internal static class Storages
{
    /// <param name="dataDirectory">Of the SQLite files.</param>
    /// <param name="postgresConnection">Where there is one, everything is kept there instead.</param>
    public static IStorage Of(string dataDirectory, string? postgresConnection) =>
        postgresConnection is null ? new SqliteStorage(dataDirectory) : Postgres(postgresConnection);

    // Apart, so that a server with SQLite does not load the other driver.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresStorage Postgres(string connectionString) => new(new PostgresDatabase(connectionString));
}
