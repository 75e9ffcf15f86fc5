using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Storage;

/// <summary>Checks that journal and ledger are still the same files and match each other: SQLite goes on writing to a file that was
/// removed, and that data is lost.</summary>
/// <param name="files">Null if a database server holds the data.</param>
internal sealed class DataFiles(SqliteFiles? files)
{
    private const string Create = "CREATE TABLE IF NOT EXISTS journal_seen (id INTEGER PRIMARY KEY, ordering INTEGER NOT NULL)";
    private const string Remembered =
        "INSERT INTO journal_seen (id, ordering) VALUES (1, $ordering) ON CONFLICT (id) DO UPDATE SET ordering = $ordering";

    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _doubted = new(StringComparer.Ordinal);
    private volatile string? _fault;

    /// <summary>What is wrong, in words; null if nothing is. The first fault stays, because lost data do not come back.</summary>
    public string? Fault => _fault;

    private IEnumerable<string> Paths => files is null ? [] : [files.Journal, files.Ledger];

    /// <summary>At the start, before either file is created: if only one exists, the other was removed.</summary>
    public void LookBeforeStart()
    {
        foreach (var path in Paths)
            if (!File.Exists(path) && Paths.Any(File.Exists))
                _fault ??= $"{Path.GetFileName(path)} is gone, and the other file is there";
    }

    /// <summary>At the start, when both files exist: a journal that ends before the position that the ledger remembers is an older
    /// copy.</summary>
    public void Compare()
    {
        try
        {
            if (files is not null && Seen(files.Ledger) is { } seen && LastOrdering(files.Journal) is var last && last < seen)
                _fault ??= $"journal.db is older than ledger.db: it ends at event {last}, and event {seen} was there";
            if (files is not null && CrossLink.IsMissed(files.Journal, ChainSeed.LedgerCheckpoints, files.Ledger))
                _fault ??= "ledger.db is older than journal.db, or another: it lacks a checkpoint that journal.db names";
        }
        catch (SqliteException fault)
        {
            _fault ??= $"journal and ledger cannot be compared: {fault.Message}";
        }
    }

    /// <summary>Checks once; true if a new fault was found.</summary>
    public bool Look()
    {
        if (_fault is not null)
            return false;
        foreach (var path in Paths)
        {
            var file = new FileInfo(path);
            var name = Path.GetFileName(path);
            if (!file.Exists)
                _fault = $"{name} is gone";
            else if (IsShortened(path, file.Length))
                _fault = $"{name} was shortened from {_known[path]} to {file.Length} bytes";
        }
        return _fault is not null;
    }

    // The ledger returns free space to the disk, and then updates its first page; between the two writes of one commit a file may look
    // too short, but not twice in a row.
    private bool IsShortened(string path, long length)
    {
        var isLedger = path == files!.Ledger;
        if (_known.GetValueOrDefault(path) > length && (!isLedger || length < StatedLength(path)))
            return !isLedger || !_doubted.Add(path);
        _doubted.Remove(path);
        _known[path] = length;
        return false;
    }

    // From its header (https://sqlite.org/fileformat.html): the page size and the number of pages. A file that cannot be read counts as
    // gone.
    private static long StatedLength(string path)
    {
        Span<byte> header = stackalloc byte[100];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return long.MaxValue;
        var page = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        return (page == 1 ? 65_536L : page) * BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
    }

    /// <summary>Stores the journal's present position in the ledger. Blocks; throws <see cref="SqliteException"/>.</summary>
    public void Remember()
    {
        if (files is null || _fault is not null)
            return;
        var last = LastOrdering(files.Journal);
        using var ledger = Open(files.Ledger);
        using var command = ledger.CreateCommand();
        command.CommandText = $"{Create}; {Remembered}";
        command.Parameters.AddWithValue("$ordering", last);
        command.ExecuteNonQuery();
    }

    private static long? Seen(string ledger) => Number(ledger, "journal_seen", "SELECT ordering FROM journal_seen WHERE id = 1");

    private static long LastOrdering(string journal) => Number(journal, "journal", "SELECT MAX(ordering) FROM journal") ?? 0;

    private static long? Number(string path, string table, string sql)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $table";
        command.Parameters.AddWithValue("$table", table);
        if ((long)command.ExecuteScalar()! == 0)
            return null;
        command.CommandText = sql;
        return command.ExecuteScalar() as long?;
    }

    private static SqliteConnection Open(string path)
    {
        var connection =
            new SqliteConnection(
            new SqliteConnectionStringBuilder(
            SqliteFiles.ConnectionString(path))
            { Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
