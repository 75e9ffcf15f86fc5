namespace Sidecar.Host.Configuration.Options;

/// <summary>Where the journal and the ledger are stored.</summary>
public sealed class StorageOptions
{
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>Name of the environment variable that holds the connection string; not used by SQLite.</summary>
    public string ConnectionStringEnv { get; set; } = "";
}

/// <summary>The supported databases.</summary>
public enum StorageProvider
{
    Sqlite,
    Postgres,
}
