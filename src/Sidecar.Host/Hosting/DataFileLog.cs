namespace Sidecar.Host.Hosting;

internal static partial class DataFileLog
{
    [LoggerMessage(6104, LogLevel.Error, "the stored data are not what they were: {Fault}. What is decided goes on from memory; restore the files from a copy and start again")]
    public static partial void Lost(ILogger log, string fault);

    [LoggerMessage(6105, LogLevel.Warning, "the ledger could not be told how far the journal has come; it will be tried again")]
    public static partial void NotRemembered(ILogger log, Exception cause);

    [LoggerMessage(6106, LogLevel.Error, "stopped with {Rows} rows and {Events} events unwritten: exit code 1")]
    public static partial void StoppedUnwritten(ILogger log, long rows, string events);
}
