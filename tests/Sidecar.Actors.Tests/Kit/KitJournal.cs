using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>A journal over a <see cref="KitStore"/>: it stores bytes, as a database does, and completes at once.</summary>
internal sealed class KitJournal : AsyncWriteJournal
{
    private readonly ActorSystem _system = Context.System;
    private readonly KitStore _store = Context.System.Settings.Setup.Get<KitStore>().Value;

    protected override async Task<IImmutableList<Exception>?> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var written = messages.SelectMany(write => (IImmutableList<IPersistentRepresentation>)write.Payload);
        await _store.AppendAsync([.. written.Select(e => KitStoring.Write(_system, e.PersistenceId, e.SequenceNr, e.Payload))]);
        return null;
    }

    public override Task ReplayMessagesAsync(IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        _store.ThrowIfUnreadable();
        foreach (var e in _store.EventsOf(persistenceId).Where(e => e.SequenceNr >= fromSequenceNr && e.SequenceNr <= toSequenceNr)
            .Take((int)Math.Min(max, int.MaxValue)).ToList())
            recoveryCallback(new Persistent(KitStoring.Read(_system, e), e.SequenceNr, persistenceId));
        return Task.CompletedTask;
    }

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        _store.ThrowIfUnreadable();
        return Task.FromResult((long)_store.EventsOf(persistenceId).Count);
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        throw new NotSupportedException("nothing is ever deleted from the journal");
}

internal static class KitStoring
{
    public static KitStore.Entry Write(ActorSystem system, string persistenceId, long sequenceNr, object payload)
    {
        var serializer = (SerializerWithStringManifest)system.Serialization.FindSerializerFor(payload);
        return new KitStore.Entry(persistenceId, sequenceNr, serializer.Identifier, serializer.Manifest(payload),
            serializer.ToBinary(payload), system.Scheduler.Now);
    }

    public static object Read(ActorSystem system, KitStore.Entry entry) =>
        system.Serialization.Deserialize(entry.Bytes, entry.Serializer, entry.Manifest);
}
