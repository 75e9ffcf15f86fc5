using Sidecar.Logging;

namespace Sidecar.Host.Admin.Live;

internal static partial class LiveLog
{
    [LoggerMessage(EventIds.LiveJournalUnreadable, LogLevel.Warning, "live events: the journal could not be read; retrying")]
    public static partial void Unreadable(ILogger log, Exception fault);

    [LoggerMessage(EventIds.LiveSubscriberDropped, LogLevel.Information, "live events: a subscriber read nothing for {Patience} and was "
        + "disconnected; it loses nothing if it reconnects with the last id it has seen")]
    public static partial void Dropped(ILogger log, TimeSpan patience);
}
