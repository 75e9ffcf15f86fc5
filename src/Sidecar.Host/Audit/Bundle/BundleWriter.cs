using Microsoft.Data.Sqlite;
using Sidecar.Host.Audit.Backtest;
using Sidecar.Host.Storage;
using Sidecar.Host.Storage.Sqlite;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Bundle;

/// <summary>Writes the part of journal and ledger that concerns an incident into one file, which the audit commands read like a data
/// directory. No stored data contain a key, an address, a prompt or a body, so neither does the file.</summary>
internal sealed class BundleWriter(SqliteFiles files)
{
    /// <summary>Throws <see cref="IOException"/> if the file exists or cannot be written.</summary>
    public BundleContents Write(string path, BundleRange range, DateTimeOffset now)
    {
        if (File.Exists(path))
            throw new IOException($"{path} exists already");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory && !Directory.Exists(directory))
            throw new DirectoryNotFoundException($"there is no directory {directory}");
        // Renamed at the end, so that the file is complete whenever it has its final name.
        var part = path + ".part";
        File.Delete(part);
        try
        {
            var contents = Fill(part, range, now);
            File.Move(part, path);
            return contents;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private BundleContents Fill(string path, BundleRange range, DateTimeOffset now)
    {
        using var file = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = ReadableFile.UriOf(path, "mode=rwc"), Pooling = false }.ToString());
        file.Open();
        var (from, to) = (Earlier(range.From), Later(range.To));
        using var copy = new TableCopy(file);
        copy.Attach("ledger", new ReadableFile(files.Ledger, IsOurs: false));
        var (low, high) = (LedgerUnits.FromInstant(from), LedgerUnits.FromInstant(to));
        var walks = copy.Rows("ledger", "walks", "arrived_at_us >= $low AND arrived_at_us < $high", ("$low", low), ("$high", high));
        var attempts = copy.Rows("ledger", "attempts", "at_us >= $low AND at_us < $high", ("$low", low), ("$high", high));
        copy.Rows("ledger", "names", "1 = 1");
        // The last policy before the range was in force when it began.
        var policies =
            copy.Rows("ledger", "policies",
            "at_us < $high AND at_us >= IFNULL((SELECT MAX(at_us) FROM ledger.policies WHERE at_us <= $low), 0)", ("$low", low),
            ("$high", high));
        copy.Detach("ledger");
        var events = Events(copy, from, to);
        BundleTable.Write(file, now, range);
        return new BundleContents(walks, attempts, events, policies);
    }

    // Each backend's events begin at its last snapshot in which it did not rest, so every rest in the range begins inside the file.
    private int Events(TableCopy copy, DateTimeOffset from, DateTimeOffset to)
    {
        var journal = new ReadableFile(files.Journal, IsOurs: false);
        using var view = JournalView.Open(journal);
        if (view is null)
            return 0;
        copy.Attach("journal_file", journal);
        var events = 0;
        foreach (var id in view.PersistenceIds())
        {
            var (first, last) = (First(view, id, JournalPosition.Before(view, id, from)), JournalPosition.Before(view, id, to));
            (string, object)[] range = [("$id", id), ("$first", first), ("$last", last)];
            const string Within = "persistence_id = $id AND sequence_number >= $first AND sequence_number <= $last";
            events += copy.Rows("journal_file", "journal", Within, range);
            copy.Rows("journal_file", "snapshot", Within, range);
        }
        return events;
    }

    private static long First(JournalView view, string id, long before)
    {
        if (JournalIds.BackendOf(id) is null)
            return before + 1;
        var (number, state) = view.SnapshotUpTo(id, before);
        while (number > 0 && !state.IsClean)
            (number, state) = view.SnapshotUpTo(id, number - 1);
        // Includes the event at which the snapshot was taken, because it has the instant.
        return number;
    }

    private static DateTimeOffset Earlier(DateTimeOffset at) =>
        at > DateTimeOffset.UnixEpoch + HistoryReader.Around ? at - HistoryReader.Around : DateTimeOffset.UnixEpoch;

    private static DateTimeOffset Later(DateTimeOffset at) => at + HistoryReader.Around;
}

/// <summary>How many rows a bundle holds, including those around its range.</summary>
internal sealed record BundleContents(int Walks, int Attempts, int Events, int Policies);
