using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>A snapshot store over a <see cref="KitStore"/>.</summary>
internal sealed class KitSnapshots : SnapshotStore
{
    private readonly ActorSystem _system = Context.System;
    private readonly KitStore _store = Context.System.Settings.Setup.Get<KitStore>().Value;

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria,
        CancellationToken cancellationToken)
    {
        _store.ThrowIfUnreadable();
        var entry = _store.SnapshotsOf(persistenceId).LastOrDefault(s => s.SequenceNr <= criteria.MaxSequenceNr);
        return Task.FromResult(entry is null
            ? null
            : new SelectedSnapshot(new SnapshotMetadata(persistenceId, entry.SequenceNr, entry.At.UtcDateTime),
                KitStoring.Read(_system, entry)));
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        _store.Snapshot(KitStoring.Write(_system, metadata.PersistenceId, metadata.SequenceNr, snapshot));
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) =>
        throw new NotSupportedException("snapshots are never deleted");

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        throw new NotSupportedException("snapshots are never deleted");
}
