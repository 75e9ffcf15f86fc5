using System.Runtime.CompilerServices;
using Sidecar.Host.Configuration;
using Sidecar.Host.Storage.Postgres;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>Chooses the kind of database that the configuration asks for.</summary>
internal static class Storages
{
    public static IStorage Of(SidecarSettings settings) =>
        settings.PostgresConnection is { } connection ? Postgres(connection.Reveal()) : new SqliteStorage(settings.DataDirectory);

    // Apart, so that a server with SQLite does not load the other driver.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresStorage Postgres(string connectionString) => new(new PostgresDatabase(connectionString));
}
