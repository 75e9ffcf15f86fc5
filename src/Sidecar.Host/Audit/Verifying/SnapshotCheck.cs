using System.Text.Json;
using Sidecar.Journal;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>Checks each stored snapshot against the fold of the events before it.</summary>
internal sealed class SnapshotCheck : IDisposable
{
    private readonly string _file;
    private readonly Dictionary<string, Queue<long>> _ahead = new(StringComparer.Ordinal);
    private readonly EvidenceRows? _snapshots;

    public SnapshotCheck(EvidenceFile file)
    {
        _file = file.Name;
        if (!file.HasTable("snapshot"))
            return;
        _snapshots = file.Read("SELECT manifest, snapshot FROM snapshot WHERE persistence_id = ? AND sequence_number = ?");
        using var places = file.Read("SELECT persistence_id, sequence_number FROM snapshot ORDER BY persistence_id, sequence_number");
        while (places.Next())
        {
            var id = places.Text(0);
            if (!_ahead.TryGetValue(id, out var numbers))
                _ahead[id] = numbers = new Queue<long>();
            numbers.Enqueue(places.Whole(1));
        }
    }

    public long Compared { get; private set; }

    public Difference? First { get; private set; }

    /// <summary>The stream has just been folded up to its last event.</summary>
    public void See(EventStream stream)
    {
        if (!_ahead.TryGetValue(stream.PersistenceId, out var numbers) || !numbers.TryPeek(out var next) || next != stream.Last)
            return;
        numbers.Dequeue();
        Compared++;
        if (FaultOf(stream) is { } fault)
            Find(stream.PersistenceId, next, fault);
    }

    /// <summary>All events were read: the remaining snapshots belong to events that are missing.</summary>
    public void End()
    {
        foreach (var (id, numbers) in _ahead)
            if (numbers.TryPeek(out var next))
                Find(id, next,
                    "the snapshot is of an event that is not in the journal: the event was removed, or the snapshot was inserted");
    }

    public void Dispose() => _snapshots?.Dispose();

    private string? FaultOf(EventStream stream)
    {
        // A difference in the events would only be reported twice.
        if (stream.IsBroken)
            return null;
        _snapshots!.Ask(stream.PersistenceId, stream.Last);
        _snapshots.Next();
        try
        {
            if (_snapshots.Text(0) is var manifest && manifest != BackendStateCodec.Manifest)
                return $"the snapshot's manifest '{manifest}' is unknown";
            var stored = BackendStateCodec.Write(BackendStateCodec.Read(_snapshots.Bytes(1)));
            return stored.AsSpan().SequenceEqual(BackendStateCodec.Write(stream.State)) ? null
                : "the snapshot is not the fold of the events before it: it was altered";
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or ArgumentException or NullReferenceException)
        {
            return $"the snapshot cannot be read: {fault.Message}";
        }
    }

    private void Find(string persistenceId, long number, string what) =>
        First ??= new Difference(_file, "snapshot", number, what) { PersistenceId = persistenceId, SequenceNumber = number };
}
