using System.Net;
using Sidecar.Logging;

namespace Sidecar.Host.Admin;

internal static partial class AdminLog
{
    [LoggerMessage(EventIds.WrongAdminToken, LogLevel.Warning,
        "a wrong admin token was sent from {Address}: {Method} {Path}; {Unjudged} more were not checked")]
    public static partial void WrongToken(ILogger log, IPAddress? address, string method, string path, long unjudged);
}
