using LinqToDB;
using LinqToDB.Data;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>Configures linq2db, and the Akka plugins above it, for Microsoft.Data.Sqlite.</summary>
internal static class SqliteProvider
{
    public const string Name = ProviderName.SQLiteMS;

    // For the ledger, which may lose the last second in a power cut, but nothing if the process crashes; the setting belongs to a
    // connection.
    public const string Relaxed = "PRAGMA synchronous=NORMAL";

    /// <summary>For data that must be on disk when the commit returns.</summary>
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
