using Microsoft.Extensions.Logging;

namespace Sidecar.Ledger;

internal static partial class LedgerLog
{
    [LoggerMessage(3101, LogLevel.Warning, "The usage ledger could not be written ({Failures} in a row); {Buffered} rows are kept, next attempt in {Delay}.")]
    public static partial void LedgerWriteFailed(this ILogger logger, Exception fault, int failures, int buffered, TimeSpan delay);

    [LoggerMessage(3102, LogLevel.Information, "The usage ledger is written again after {Failures} failures.")]
    public static partial void LedgerWriteRecovered(this ILogger logger, int failures);

    [LoggerMessage(3103, LogLevel.Error, "The usage ledger's buffer is full: the oldest rows are being dropped, {Dropped} so far.")]
    public static partial void LedgerRowsDropped(this ILogger logger, long dropped);

    [LoggerMessage(3104, LogLevel.Error, "The usage ledger stopped with {Buffered} rows unwritten.")]
    public static partial void LedgerStoppedUnwritten(this ILogger logger, int buffered);

    [LoggerMessage(3105, LogLevel.Error, "The usage ledger was not flushed within {Bound}; rows may be lost.")]
    public static partial void LedgerFlushTimedOut(this ILogger logger, TimeSpan bound);
}
