using Sidecar.Host.Telemetry.Logging;

namespace Sidecar.Host.Hosting;

internal static partial class ChainLog
{
    [LoggerMessage(6101, LogLevel.Warning, "the journal's events could not be chained; trying again in {Delay}")]
    public static partial void EventsNotChained(ILogger log, TimeSpan delay, Exception cause);

    [LoggerMessage(6102, LogLevel.Warning, "the journal's last events were left unchained; the next start chains them")]
    public static partial void EventsLeft(ILogger log, Exception cause);

    [LoggerMessage(6103, LogLevel.Warning, "the ledger's checkpoint and the deletion of old walks failed; both will be tried again")]
    public static partial void LedgerNotMaintained(ILogger log, Exception cause);
}
