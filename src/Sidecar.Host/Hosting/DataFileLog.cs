using Sidecar.Logging;

namespace Sidecar.Host.Hosting;

internal static partial class DataFileLog
{
    [LoggerMessage(EventIds.StoredDataLost, LogLevel.Error, "the stored data were changed from outside: {Fault}. Decisions continue "
        + "from memory; restore the files from a copy and restart")]
    public static partial void Lost(ILogger log, string fault);

    [LoggerMessage(EventIds.JournalNotRemembered, LogLevel.Warning,
        "the journal's position could not be stored in the ledger; it will be retried")]
    public static partial void NotRemembered(ILogger log, Exception cause);

    [LoggerMessage(EventIds.StoppedUnwritten, LogLevel.Error, "stopped with {Rows} rows and {Events} events unwritten: exit code 1")]
    public static partial void StoppedUnwritten(ILogger log, long rows, string events);
}
