using Sidecar.Logging;

namespace Sidecar.Host.Telemetry.Logging;

internal static partial class OutputLog
{
    [LoggerMessage(EventIds.LogLinesDropped, LogLevel.Warning,
        "{Dropped} log lines before this one were dropped: the reader of the log was too slow, or its disk is full")]
    public static partial void LinesDropped(ILogger log, long dropped);
}
