using Akka.Actor.Setup;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>What survives a restart: journal and snapshots as bytes, with switches that make the disk fail or wait. The actor system's
/// setup hands it to the plugins.</summary>
internal sealed class KitStore : Setup
{
    private readonly Dictionary<string, List<Entry>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> _snapshots = new(StringComparer.Ordinal);

    /// <summary>Every write throws.</summary>
    public bool FailsWrites { get; set; }

    /// <summary>Every read throws.</summary>
    public bool FailsReads { get; set; }

    /// <summary>When set, writes wait until it completes.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int FailedWrites { get; private set; }

    public IReadOnlyList<Entry> EventsOf(string persistenceId) => Of(_events, persistenceId);

    public IReadOnlyList<Entry> SnapshotsOf(string persistenceId) => Of(_snapshots, persistenceId);

    public async Task AppendAsync(IReadOnlyList<Entry> entries)
    {
        if (Gate is { } gate)
            await gate.Task;
        ThrowIf(FailsWrites);
        foreach (var entry in entries)
        {
            var events = Of(_events, entry.PersistenceId);
            if (entry.SequenceNr != events.Count + 1)
                throw new InvalidOperationException(
                    $"{entry.PersistenceId}: event {entry.SequenceNr} was written after event {events.Count}");
            events.Add(entry);
        }
    }

    public void Snapshot(Entry entry)
    {
        ThrowIf(FailsWrites);
        Of(_snapshots, entry.PersistenceId).Add(entry);
    }

    public void ThrowIfUnreadable()
    {
        if (FailsReads)
            throw new IOException("the disk cannot be read");
    }

    private void ThrowIf(bool fails)
    {
        if (!fails)
            return;
        FailedWrites++;
        throw new IOException("the disk is full");
    }

    private static List<Entry> Of(Dictionary<string, List<Entry>> all, string persistenceId)
    {
        lock (all)
            return all.TryGetValue(persistenceId, out var list) ? list : all[persistenceId] = [];
    }

    public sealed record Entry(string PersistenceId, long SequenceNr, int Serializer, string Manifest, byte[] Bytes, DateTimeOffset At);
}
