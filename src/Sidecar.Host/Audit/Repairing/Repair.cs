using Microsoft.Data.Sqlite;
using Sidecar.Host.Audit.Verifying;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Chain;
using Sidecar.Host.Storage.Sqlite;

namespace Sidecar.Host.Audit.Repairing;

/// <summary>Copies the verifiable part of a damaged record into an empty directory: from each table the rows before the first wrong one,
/// with the links and checkpoints that cover them. The record itself is not changed.</summary>
internal sealed class Repair(SqliteFiles from, string directory)
{
    // Each round finds at least one more difference; a record has about a dozen tables with a few kinds of differences each.
    private const int MostRounds = 50;

    private static readonly string[] LedgerTables =
        ["names", "policies", PrunedTable.Attempts.Prunes, "attempts", PrunedTable.Walks.Prunes, "walks"];

    private readonly RepairBounds _bounds = new();
    private readonly List<RepairedTable> _tables = [];

    /// <summary>Throws <see cref="IOException"/> if the directory is not empty, <see cref="InvalidDataException"/> if nothing can be
    /// saved.</summary>
    public IReadOnlyList<RepairedTable> Run()
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
            throw new IOException($"{directory} is not empty");
        for (var round = 0; round < MostRounds; round++)
        {
            Directory.CreateDirectory(directory);
            var to = SqliteFiles.Prepare(directory);
            Copy(to);
            SqliteConnection.ClearAllPools();
            var report = Verification.Run(to, key: null, live: null);
            if (report.Differences.Count == 0)
                return _tables;
            var isCloser = false;
            foreach (var difference in report.Differences)
                isCloser |= _bounds.Draw(difference, (links, id) => FirstOfLink(to, links, id));
            if (!isCloser)
                throw new InvalidDataException($"{directory}: {report.Differences[0].What}");
            Directory.Delete(directory, recursive: true);
        }
        throw new InvalidDataException($"{directory}: no part of the record verifies");
    }

    private void Copy(SqliteFiles to)
    {
        _tables.Clear();
        using (var journal = new SqliteDirectJournal(to.Journal, TimeProvider.System))
            journal.Create();
        using (var chain = new EventChainer(to.Journal, key: null))
            chain.ChainSome();
        using (var ledger = new SqliteLedgerStore(to.Ledger))
            ledger.InitializeAsync(default).GetAwaiter().GetResult();
        var journals = CopyJournal(to);
        var ledgers = File.Exists(from.Ledger) ? CopyLedger(to) : 0;
        // The checkpoints of each file refer to the other's: those that refer to a missing one must go too.
        for (var (j, l) = (-1L, -1L); (j, l) != (journals, ledgers);)
        {
            (j, l) = (journals, ledgers);
            journals = Covered(to.Journal, from.Journal, journals, ledgers, ChainSeed.LedgerCheckpoints);
            ledgers = Covered(to.Ledger, from.Ledger, ledgers, journals, ChainSeed.JournalCheckpoints);
        }
        Checkpoints(from.Journal, to.Journal, journals);
        Checkpoints(from.Ledger, to.Ledger, ledgers);
        // The copied checkpoints are the first of those there were; rows after the last one get new checkpoints, which are not signed.
        using var store = new SqliteLedgerStore(to.Ledger);
        store.MaintainAsync().GetAwaiter().GetResult();
    }

    private long CopyJournal(SqliteFiles to)
    {
        using var copy = new RowCopy(from.Journal, to.Journal);
        var bound = _bounds.Of("journal.db", "journal");
        Say(copy, "journal.db", "journal", copy.Rows("journal", "ordering", bound));
        // Snapshots are not copied: the next start makes its own.
        var last = copy.Number("SELECT MAX(ordering) FROM main.journal") ?? 0;
        copy.Rows("event_chain", "ordering", Math.Min(bound, last + 1));
        return long.MaxValue;
    }

    private long CopyLedger(SqliteFiles to)
    {
        using var copy = new RowCopy(from.Ledger, to.Ledger);
        foreach (var table in LedgerTables)
        {
            var bound = _bounds.Of("ledger.db", table);
            var links = LinkTable.NameFor(table);
            // A link proves all of its rows or none.
            var end = bound == long.MaxValue ? bound
                : (copy.Number($"SELECT MAX(last) FROM damaged.{links} WHERE last < {bound}") ?? bound - 1) + 1;
            Say(copy, "ledger.db", table, copy.Rows(table, "id", end));
            var covered = copy.Number($"SELECT MAX(id) FROM main.{table}") ?? 0;
            copy.Rows(links, "id", (copy.Number($"SELECT MAX(id) FROM damaged.{links} WHERE last <= {covered}") ?? 0) + 1);
        }
        return long.MaxValue;
    }

    // How many of a file's checkpoints concern copied rows: each is sealed with the one before it, so they are the first ones.
    private long Covered(string to, string damaged, long most, long others, string otherChain)
    {
        if (!File.Exists(damaged))
            return 0;
        using var copy = new RowCopy(damaged, to);
        var (covered, bound) = (0L, _bounds.Of(Path.GetFileName(to), "checkpoints"));
        foreach (var (id, chain, row) in copy.Checkpoints())
        {
            var isThere = chain == otherChain ? row <= others
                : RepairBounds.TableOf(chain) is not { } table || row <= LastOf(copy, table);
            if (id != covered + 1 || id >= bound || id > most || !isThere)
                break;
            covered = id;
        }
        return covered;
    }

    private void Checkpoints(string damaged, string to, long covered)
    {
        if (!File.Exists(damaged))
            return;
        using var copy = new RowCopy(damaged, to);
        copy.Number("DELETE FROM main.checkpoints");
        Say(copy, Path.GetFileName(to), "checkpoints", copy.Rows("checkpoints", "id", covered + 1));
    }

    private void Say(RowCopy copy, string file, string table, long copied) =>
        _tables.Add(new RepairedTable(file, table, copied, copy.Number($"SELECT COUNT(*) FROM damaged.{table}")));

    private static long LastOf(RowCopy copy, string table) =>
        copy.Number($"SELECT MAX({(table == "journal" ? "ordering" : "id")}) FROM main.{table}") ?? 0;

    private static long FirstOfLink(SqliteFiles to, string links, long id)
    {
        using var ledger = new SqliteConnection($"Data Source={to.Ledger};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText =
            $"SELECT COALESCE((SELECT first FROM {links} WHERE id = {id}), (SELECT MAX(last) + 1 FROM {links} WHERE id < {id}), 1)";
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>How much of a table was copied.</summary>
/// <param name="Had">The number of rows in the damaged file; null if they could not be counted.</param>
internal sealed record RepairedTable(string File, string Table, long Copied, long? Had);
