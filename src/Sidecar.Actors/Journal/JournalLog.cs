using Microsoft.Extensions.Logging;
using Sidecar.Logging;

namespace Sidecar.Journal;

internal static partial class JournalLog
{
    [LoggerMessage(EventIds.JournalWriteFailed, LogLevel.Error,
        "journal {PersistenceId}: event {SequenceNr} could not be written; it is kept and retried")]
    public static partial void WriteFailed(ILogger log, string persistenceId, long sequenceNr, Exception cause);

    [LoggerMessage(EventIds.JournalReadFailed, LogLevel.Error, "journal {PersistenceId}: could not be read; retrying")]
    public static partial void ReadFailed(ILogger log, string persistenceId, Exception cause);

    [LoggerMessage(EventIds.SnapshotFailed, LogLevel.Warning,
        "journal {PersistenceId}: snapshot could not be written; start-up will read more events")]
    public static partial void SnapshotFailed(ILogger log, string persistenceId, Exception cause);

    [LoggerMessage(EventIds.JournalGap, LogLevel.Debug,
        "journal {PersistenceId}: expected event {Expected}, got {SequenceNr}, which will be sent again")]
    public static partial void Gap(ILogger log, string persistenceId, long expected, long sequenceNr);

    [LoggerMessage(EventIds.RecoveryDisagreed, LogLevel.Error, "journal {PersistenceId}: read at start up to event {Known}, but recovered "
        + "up to {Recovered} with another state; the recovered one applies. Does another Sidecar write to this data directory?")]
    public static partial void Disagreed(ILogger log, string persistenceId, long known, long recovered);
}
