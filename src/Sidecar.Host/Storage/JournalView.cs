using LinqToDB;
using LinqToDB.Data;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Host.Storage;

/// <summary>An open journal, read by position. Every call blocks on the disk, and none reads more rows than it returns.</summary>
internal sealed class JournalView : IDisposable
{
    private readonly DataConnection _journal;
    private readonly bool _hasSnapshots;

    private JournalView(DataConnection journal, bool hasSnapshots) => (_journal, _hasSnapshots) = (journal, hasSnapshots);

    /// <summary>Null if the journal is still empty.</summary>
    public static JournalView? Open(IReadableDatabase database)
    {
        if (database.Open() is not { } journal)
            return null;
        // The plugin creates its tables with the first event.
        if (database.HasTable(journal, "journal"))
            return new JournalView(journal, database.HasTable(journal, "snapshot"));
        journal.Dispose();
        return null;
    }

    /// <summary>All persistence ids, in byte order: goes from one to the next by the index, because a DISTINCT would read every
    /// row.</summary>
    public IEnumerable<string> PersistenceIds()
    {
        for (var id = _journal.GetTable<JournalRecord>().Min(row => row.PersistenceId); id is not null;)
        {
            yield return id;
            var last = id;
            id = _journal.GetTable<JournalRecord>().Where(row => row.PersistenceId.CompareTo(last) > 0).Min(row => row.PersistenceId);
        }
    }

    /// <summary>The last event up to this sequence number; null if there is none.</summary>
    public JournalRecord? LastUpTo(string persistenceId, long sequenceNumber) => _journal.GetTable<JournalRecord>()
        .Where(row => row.PersistenceId == persistenceId && row.SequenceNumber <= sequenceNumber)
        .OrderByDescending(row => row.SequenceNumber)
        .FirstOrDefault();

    /// <summary>Events by sequence number, the first exclusive, the last inclusive. They are read while they are enumerated.</summary>
    public IEnumerable<JournalRecord> Between(string persistenceId, long after, long upTo) => _journal.GetTable<JournalRecord>()
        .Where(row => row.PersistenceId == persistenceId && row.SequenceNumber > after && row.SequenceNumber <= upTo)
        .OrderBy(row => row.SequenceNumber)
        .AsEnumerable();

    /// <summary>The last readable snapshot up to a sequence number, or the state before any event.</summary>
    public (long SequenceNumber, BackendState State) SnapshotUpTo(string persistenceId, long sequenceNumber)
    {
        while (_hasSnapshots && Find(persistenceId, sequenceNumber) is { } found)
        {
            if (Read(found) is { } state)
                return (found.SequenceNumber, state);
            sequenceNumber = found.SequenceNumber - 1;
        }
        return (0, BackendState.Fresh);
    }

    public void Dispose() => _journal.Dispose();

    private SnapshotRecord? Find(string persistenceId, long upTo) => _journal.GetTable<SnapshotRecord>()
        .Where(row => row.PersistenceId == persistenceId && row.SequenceNumber <= upTo)
        .OrderByDescending(row => row.SequenceNumber)
        .FirstOrDefault();

    // A snapshot only saves reading: if it is damaged or of a later version, that costs time, not correctness.
    private static BackendState? Read(SnapshotRecord found)
    {
        try
        {
            return found.Manifest == BackendStateCodec.Manifest ? BackendStateCodec.Read(found.Bytes) : null;
        }
        catch (Exception fault) when (fault is InvalidDataException or System.Text.Json.JsonException or ArgumentException)
        {
            return null;
        }
    }
}
