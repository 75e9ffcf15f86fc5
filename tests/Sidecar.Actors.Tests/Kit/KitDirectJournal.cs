using Akka.Actor;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>A direct journal over the kit's store.</summary>
internal sealed class KitDirectJournal(KitStore store) : IDirectJournal
{
    /// <summary>It writes, but never learns that the write succeeded.</summary>
    public bool LosesAnswers { get; init; }

    /// <summary>Persistence ids for which nothing is written until their owner has read the journal.</summary>
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    public int Snapshots { get; private set; }

    public void Append(DirectEntry entry)
    {
        if (entry.IsAnew)
            _refused.Remove(entry.PersistenceId);
        if (_refused.Contains(entry.PersistenceId))
            return;
        var (manifest, bytes) = BackendEventCodec.Write(entry.Event);
        if (store.EventsOf(entry.PersistenceId).Count >= entry.Number)
        {
            Refuse(entry);
            return;
        }
        store.AppendAsync([new KitStore.Entry(entry.PersistenceId, entry.Number, BackendEventSerializer.FixedIdentifier, manifest, bytes,
            entry.Event.At)]).GetAwaiter().GetResult();
        if (entry.Snapshot is { } snapshot)
        {
            Snapshots++;
            Assert.Equal(
                BackendStateCodec.Write(BackendState.Fresh.Apply(
                    store.EventsOf(entry.PersistenceId).Select(e => BackendEventCodec.Read(e.Manifest, e.Bytes)))),
                BackendStateCodec.Write(snapshot));
        }
        if (LosesAnswers)
            Refuse(entry);
        else
            entry.Owner.Tell(new JournalProtocol.Recorded(entry.Number), ActorRefs.NoSender);
    }

    private void Refuse(DirectEntry entry)
    {
        _refused.Add(entry.PersistenceId);
        entry.Owner.Tell(JournalProtocol.NotRecorded.Instance, ActorRefs.NoSender);
    }
}
