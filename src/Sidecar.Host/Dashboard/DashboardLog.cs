namespace Sidecar.Host.Dashboard;

/// <summary>What the dashboard says in the log.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(5001, LogLevel.Warning, "the dashboard shows nothing new until somebody opens it again")]
    public static partial void FeedFailed(ILogger logger, Exception fault);

    [LoggerMessage(5002, LogLevel.Warning, "a sign-in to the dashboard was refused (from {Address})")]
    public static partial void SignInRefused(ILogger logger, System.Net.IPAddress? address);
}
