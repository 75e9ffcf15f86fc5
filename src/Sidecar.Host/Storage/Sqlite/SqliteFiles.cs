using Microsoft.Data.Sqlite;

namespace Sidecar.Host.Storage.Sqlite;

/// <summary>The SQLite files of a data directory.</summary>
public sealed class SqliteFiles
{
    // SQLITE_NOTADB and SQLITE_CORRUPT.
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    // The journal's few events take a page each. The ledger's many rows come in batches, whose cost depends on the number of pages
    // (docs/performance.md); an existing file keeps its page size.
    private const int JournalPage = 4_096;
    private const int LedgerPage = 16_384;

    private SqliteFiles(string journal, string ledger) => (Journal, Ledger) = (journal, ledger);

    /// <summary>Path of the journal's file.</summary>
    public string Journal { get; }

    /// <summary>Path of the ledger's file.</summary>
    public string Ledger { get; }

    /// <summary>Both are the same exported file, which contains the tables of both.</summary>
    public bool IsOneFile => Journal == Ledger;

    /// <summary>Names the files without touching them: for readers, which must not create what they read.</summary>
    /// <param name="dataDirectory">A directory, or an exported file.</param>
    public static SqliteFiles In(string dataDirectory)
    {
        var path = Path.GetFullPath(dataDirectory);
        return File.Exists(path) ? new SqliteFiles(path, path)
            : new SqliteFiles(Path.Combine(path, "journal.db"), Path.Combine(path, "ledger.db"));
    }

    /// <summary>Claims the directory for this process, so that no other serves from it. Throws <see cref="StorageInUseException"/>, or
    /// <see cref="DataDirectoryException"/> if it cannot be used.</summary>
    internal static DirectoryClaim Claim(string dataDirectory)
    {
        try
        {
            PrivateFiles.MakeDirectory(dataDirectory);
            return DirectoryClaim.Take(dataDirectory) ?? throw new StorageInUseException(
                $"The data directory '{dataDirectory}' is in use by another Sidecar. Give each a sidecar.data-dir of its own, or end that "
                    + $"one first.");
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException and not StorageInUseException)
        {
            throw Unusable(dataDirectory, fault);
        }
    }

    /// <summary>Creates the directory and puts both files into write-ahead mode. Throws <see cref="DataDirectoryException"/> if it cannot
    /// be used.</summary>
    public static SqliteFiles Prepare(string dataDirectory)
    {
        var files = In(dataDirectory);
        var path = files.Journal;
        try
        {
            PrivateFiles.MakeDirectory(dataDirectory);
            UseWriteAheadLog(path, $"page_size={JournalPage}");
            path = files.Ledger;
            // The space of deleted rows can be returned to the disk; an existing file keeps its mode.
            UseWriteAheadLog(path, $"page_size={LedgerPage}; PRAGMA auto_vacuum=INCREMENTAL");
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is NotADatabase or Corrupt)
        {
            throw new DataDirectoryException(
                $"The file '{path}' is damaged ({fault.Message}). Restore it from a backup, or move it away to begin anew.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw Unusable(dataDirectory, fault);
        }
        return files;
    }

    private static DataDirectoryException Unusable(string dataDirectory, Exception fault) =>
        new($"The data directory '{dataDirectory}' cannot be used: {fault.Message} Set sidecar.data-dir to a directory that Sidecar may "
            + $"write to.", fault);

    public static string ConnectionString(string path) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        // Wait some seconds for another process's write instead of failing at once with SQLITE_BUSY.
        DefaultTimeout = 30,
    }.ToString();

    public static string ReadOnlyConnectionString(string path) =>
        new SqliteConnectionStringBuilder(ConnectionString(path)) { Mode = SqliteOpenMode.ReadOnly }.ToString();

    // In this mode readers and the writer do not wait for each other. It is a property of the file, so setting it once is enough; the
    // empty transaction proves that the file can be written, which opening it does not.
    private static void UseWriteAheadLog(string path, string made)
    {
        PrivateFiles.MakeFile(path);
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {made}; PRAGMA journal_mode=WAL; BEGIN IMMEDIATE; COMMIT;";
        command.ExecuteNonQuery();
    }
}
