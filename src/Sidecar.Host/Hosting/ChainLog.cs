using Sidecar.Logging;

namespace Sidecar.Host.Hosting;

internal static partial class ChainLog
{
    [LoggerMessage(EventIds.EventsNotChained, LogLevel.Warning, "the journal's events could not be chained; retrying in {Delay}")]
    public static partial void EventsNotChained(ILogger log, TimeSpan delay, Exception cause);

    [LoggerMessage(
        EventIds.EventsLeftUnchained, LogLevel.Warning, "the journal's last events were left unchained; the next start chains them")]
    public static partial void EventsLeft(ILogger log, Exception cause);

    [LoggerMessage(EventIds.LedgerNotMaintained, LogLevel.Warning,
        "the ledger's checkpoint and the deletion of old walks failed; both will be retried")]
    public static partial void LedgerNotMaintained(ILogger log, Exception cause);

    [LoggerMessage(EventIds.WitnessNotTold, LogLevel.Error,
        "a checkpoint could not be sent to the witness; the next one covers everything before it")]
    public static partial void WitnessNotTold(ILogger log, Exception cause);
}
