namespace Sidecar.Host.Telemetry.Logging;

internal static partial class OutputLog
{
    [LoggerMessage(9201, LogLevel.Warning, "{Dropped} log lines before this one were dropped: whoever reads the log was too slow, or its disk is full")]
    public static partial void LinesDropped(ILogger log, long dropped);
}
