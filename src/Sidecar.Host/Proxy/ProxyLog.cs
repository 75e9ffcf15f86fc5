using Sidecar.Logging;

namespace Sidecar.Host.Proxy;

internal static partial class ProxyLog
{
    [LoggerMessage(EventIds.EndpointFailed, LogLevel.Error,
        "request {RequestId}: the endpoint failed; the client was answered internal_error or cut off")]
    public static partial void Failed(ILogger log, string requestId, Exception fault);

    [LoggerMessage(EventIds.EndpointFailedAfterHangUp, LogLevel.Debug, "request {RequestId}: {Fault} after its client hung up")]
    public static partial void FailedAfterHangUp(ILogger log, string requestId, string fault);
}
