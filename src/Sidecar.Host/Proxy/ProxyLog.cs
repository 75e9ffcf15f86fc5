using Sidecar.Logging;

namespace Sidecar.Host.Proxy;

internal static partial class ProxyLog
{
    [LoggerMessage(EventIds.MakersNotKept, LogLevel.Warning,
        "makers.db (which backend made which object) could not be read or written; "
        + "after a restart, requests that refer to such objects ask every backend")]
    public static partial void MakersNotKept(ILogger log, Exception cause);

    [LoggerMessage(EventIds.EndpointFailed, LogLevel.Error,
        "request {RequestId}: the endpoint failed; the client was answered internal_error or cut off")]
    public static partial void Failed(ILogger log, string requestId, Exception fault);

    [LoggerMessage(EventIds.EndpointFailedAfterHangUp, LogLevel.Debug, "request {RequestId}: {Fault} after its client hung up")]
    public static partial void FailedAfterHangUp(ILogger log, string requestId, string fault);

    [LoggerMessage(EventIds.WalkLost, LogLevel.Error,
        "request {RequestId}: its walk did not answer within the longest possible time; the client was answered internal_error")]
    public static partial void WalkLost(ILogger log, string requestId);
}
