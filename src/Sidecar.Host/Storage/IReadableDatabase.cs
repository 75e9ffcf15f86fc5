using LinqToDB.Data;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>A database that is only to be read: a SQLite file, or a PostgreSQL database.</summary>
public interface IReadableDatabase
{
    /// <summary>Where it is, without anything secret.</summary>
    string Place { get; }

    /// <summary>A connection; null where there is nothing yet.</summary>
    DataConnection? Open();

    bool HasTable(DataConnection open, string table);
}

/// <summary>The two that readers are given.</summary>
public sealed record StoredData(IReadableDatabase Journal, IReadableDatabase Ledger)
{
    /// <param name="isOurs">This process is the server that writes them.</param>
    public static StoredData In(SqliteFiles files, bool isOurs) =>
        new(new ReadableFile(files.Journal, isOurs), new ReadableFile(files.Ledger, isOurs));
}
