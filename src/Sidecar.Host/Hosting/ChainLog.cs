using Sidecar.Logging;

namespace Sidecar.Host.Hosting;

internal static partial class ChainLog
{
    [LoggerMessage(EventIds.EventsNotChained, LogLevel.Warning, "the journal's events could not be chained; trying again in {Delay}")]
    public static partial void EventsNotChained(ILogger log, TimeSpan delay, Exception cause);

    [LoggerMessage(
        EventIds.EventsLeftUnchained, LogLevel.Warning, "the journal's last events were left unchained; the next start chains them")]
    public static partial void EventsLeft(ILogger log, Exception cause);

    [LoggerMessage(EventIds.LedgerNotMaintained, LogLevel.Warning,
        "the ledger's checkpoint and the deletion of old walks failed; both will be tried again")]
    public static partial void LedgerNotMaintained(ILogger log, Exception cause);

    [LoggerMessage(EventIds.WitnessNotTold, LogLevel.Error,
        "the witness was not told of a checkpoint; the next one names all that came before it")]
    public static partial void WitnessNotTold(ILogger log, Exception cause);
}
