using Akka.Actor;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>Writes events directly into the journal's tables: everything that waits is written in one transaction as soon as the disk is
/// free, without the plugin's queues. The plugin can read what it writes.</summary>
/// <remarks>It retries until the disk accepts an event, and writes an event only once even if its commit was not confirmed.</remarks>
public interface IDirectJournal
{
    /// <summary>Queues the event and returns at once. When it is on disk, its owner is told <see cref="JournalProtocol.Recorded"/>, in
    /// order; <see cref="JournalProtocol.Delayed"/> if that fails for now; <see cref="JournalProtocol.NotRecorded"/> if the journal
    /// contains another event with this number.</summary>
    void Append(DirectEntry entry);
}

/// <summary>One event to be written directly.</summary>
/// <param name="Number">Its number among the events of its persistence id.</param>
/// <param name="Owner">The actor that numbers the events and gets the confirmations.</param>
/// <param name="Snapshot">The state after it, if that is to be stored too.</param>
/// <param name="IsAnew">The owner has read the journal since it was told <see cref="JournalProtocol.NotRecorded"/>; before that, none of
/// its events is written.</param>
public sealed record DirectEntry(
    string PersistenceId, long Number, IBackendEvent Event, IActorRef Owner, BackendState? Snapshot = null, bool IsAnew = false);
