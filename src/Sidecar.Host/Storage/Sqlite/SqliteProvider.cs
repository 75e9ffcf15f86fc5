using LinqToDB;
using LinqToDB.Data;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>How linq2db, and the Akka plugins above it, are told to use Microsoft.Data.Sqlite.</summary>
internal static class SqliteProvider
{
    public const string Name = ProviderName.SQLiteMS;

    // For a ledger that a power cut may take the last second of, but a crash of the process nothing; the setting belongs to a connection.
    public const string Relaxed = "PRAGMA synchronous=NORMAL";

    /// <summary>For what must be on disk when its commit has been answered.</summary>
    public const string Synced = "PRAGMA synchronous=FULL";

    public static DataOptions Options(string connectionString) => new DataOptions().UseConnectionString(Name, connectionString);

    public static DataOptions RelaxedOptions(string connectionString) => Options(connectionString).UseAfterConnectionOpened(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = Relaxed;
        command.ExecuteNonQuery();
        LedgerViews.Ensure(connection);
    });
}
