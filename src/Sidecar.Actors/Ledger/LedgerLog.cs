using Microsoft.Extensions.Logging;
using Sidecar.Logging;

namespace Sidecar.Ledger;

internal static partial class LedgerLog
{
    [LoggerMessage(EventIds.LedgerWriteFailed, LogLevel.Warning,
        "The usage ledger could not be written ({Failures} times in a row); {Buffered} rows are kept, next attempt in {Delay}.")]
    public static partial void LedgerWriteFailed(this ILogger logger, Exception fault, int failures, int buffered, TimeSpan delay);

    [LoggerMessage(EventIds.LedgerWriteRecovered, LogLevel.Information, "The usage ledger can be written again after {Failures} failures.")]
    public static partial void LedgerWriteRecovered(this ILogger logger, int failures);

    [LoggerMessage(EventIds.LedgerRowsDropped, LogLevel.Error,
        "The usage ledger's buffer is full: the oldest rows are being dropped, {Dropped} so far.")]
    public static partial void LedgerRowsDropped(this ILogger logger, long dropped);

    [LoggerMessage(EventIds.LedgerStoppedUnwritten, LogLevel.Error, "The usage ledger stopped with {Buffered} rows unwritten.")]
    public static partial void LedgerStoppedUnwritten(this ILogger logger, int buffered);

    [LoggerMessage(EventIds.LedgerFlushTimedOut, LogLevel.Error, "The usage ledger was not flushed within {Bound}; rows may be lost.")]
    public static partial void LedgerFlushTimedOut(this ILogger logger, TimeSpan bound);
}
