using Sidecar.Logging;

namespace Sidecar.Host.Hosting;

internal static partial class DataFileLog
{
    [LoggerMessage(EventIds.StoredDataLost, LogLevel.Error, "the stored data are not what they were: {Fault}. What is decided goes on "
        + "from memory; restore the files from a copy and start again")]
    public static partial void Lost(ILogger log, string fault);

    [LoggerMessage(EventIds.JournalNotRemembered, LogLevel.Warning,
        "the ledger could not be told how far the journal has come; it will be tried again")]
    public static partial void NotRemembered(ILogger log, Exception cause);

    [LoggerMessage(EventIds.StoppedUnwritten, LogLevel.Error, "stopped with {Rows} rows and {Events} events unwritten: exit code 1")]
    public static partial void StoppedUnwritten(ILogger log, long rows, string events);
}
