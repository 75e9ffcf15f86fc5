using Akka.Actor;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>The short way into the kit's journal.</summary>
internal sealed class KitEarlyJournal(KitStore store) : IEarlyJournal
{
    /// <summary>It writes, and does not know that it has.</summary>
    public bool LosesAnswers { get; init; }

    public void Append(string persistenceId, long number, IBackendEvent @event, IActorRef owner)
    {
        var (manifest, bytes) = BackendEventCodec.Write(@event);
        store.AppendAsync([new KitStore.Entry(persistenceId, number, BackendEventSerializer.FixedIdentifier, manifest, bytes, @event.At)]).GetAwaiter().GetResult();
        owner.Tell(LosesAnswers ? JournalProtocol.NotRecorded.Instance : new JournalProtocol.Recorded(number), ActorRefs.NoSender);
    }
}
