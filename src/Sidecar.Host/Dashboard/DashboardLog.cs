using Sidecar.Logging;

namespace Sidecar.Host.Dashboard;

/// <summary>The dashboard's log messages.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(EventIds.DashboardFeedFailed, LogLevel.Warning, "the dashboard shows nothing new until somebody opens it again")]
    public static partial void FeedFailed(ILogger logger, Exception fault);

    [LoggerMessage(EventIds.LastMinuteUnread, LogLevel.Warning, "the dashboard's last minute could not be read from the ledger")]
    public static partial void LastMinuteUnread(ILogger logger, Exception fault);

    [LoggerMessage(EventIds.SignInRefused, LogLevel.Warning, "a sign-in to the dashboard was refused (from {Address})")]
    public static partial void SignInRefused(ILogger logger, System.Net.IPAddress? address);
}
