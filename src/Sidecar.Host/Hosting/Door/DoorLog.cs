using Sidecar.Logging;

namespace Sidecar.Host.Hosting.Door;

internal static partial class DoorLog
{
    [LoggerMessage(EventIds.RefusedAtDoor, LogLevel.Warning, "request {Request} refused at the door: {Method} {Path}, status {Status}; "
        + "Host '{Host}', Origin '{Origin}' (sidecar.http.allowed-hosts, allowed-origins)")]
    public static partial void Refused(ILogger log, string request, string method, string path, string status, string host, string origin);
}
