using Akka.Actor;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>A short way into the journal for the time before its writers are open: to open the first takes longer than an event may
/// wait.</summary>
public interface IEarlyJournal
{
    /// <summary>Writes the event as this number of its persistence id, and tells the owner <see cref="JournalProtocol.Recorded"/> when it
    /// is on disk, in order; <see cref="JournalProtocol.NotRecorded"/> when that is not certain. Does not block.</summary>
    void Append(string persistenceId, long number, IBackendEvent @event, IActorRef owner);
}
