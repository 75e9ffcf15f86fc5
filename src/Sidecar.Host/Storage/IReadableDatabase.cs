using LinqToDB.Data;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>A database that is only read: a SQLite file, or a PostgreSQL database.</summary>
public interface IReadableDatabase
{
    /// <summary>Where it is, without secrets.</summary>
    string Place { get; }

    /// <summary>A connection; null if there is no database yet.</summary>
    DataConnection? Open();

    bool HasTable(DataConnection open, string table);
}

/// <summary>The two databases that readers use.</summary>
public sealed record StoredData(IReadableDatabase Journal, IReadableDatabase Ledger)
{
    /// <param name="isOurs">This process is the server that writes them.</param>
    public static StoredData In(SqliteFiles files, bool isOurs) =>
        new(new ReadableFile(files.Journal, isOurs), new ReadableFile(files.Ledger, isOurs));
}
