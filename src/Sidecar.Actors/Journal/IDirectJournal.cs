using Akka.Actor;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>The short way into the journal: what waits is written in one transaction as soon as the disk is free, without the plugin's
/// queues. The plugin reads what it writes.</summary>
/// <remarks>It goes on trying until the disk takes an event, and writes one whose commit was answered by nobody only once.</remarks>
public interface IDirectJournal
{
    /// <summary>Has the event written, and tells its owner <see cref="JournalProtocol.Recorded"/> when it is on disk, in order;
    /// <see cref="JournalProtocol.Delayed"/> when that fails for now; <see cref="JournalProtocol.NotRecorded"/> when the journal holds
    /// another event under this number. Does not block.</summary>
    void Append(DirectEntry entry);
}

/// <summary>One event on its short way.</summary>
/// <param name="Number">Its number among those of its persistence id.</param>
/// <param name="Owner">Who numbers them and is told.</param>
/// <param name="Snapshot">The state behind it, where that is to be kept too.</param>
/// <param name="IsAnew">The owner has read the journal since it was told <see cref="JournalProtocol.NotRecorded"/>: until then nothing of
/// it is written.</param>
public sealed record DirectEntry(
    string PersistenceId, long Number, IBackendEvent Event, IActorRef Owner, BackendState? Snapshot = null, bool IsAnew = false);
