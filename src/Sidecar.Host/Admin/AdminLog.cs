using System.Net;

namespace Sidecar.Host.Admin;

internal static partial class AdminLog
{
    [LoggerMessage(9103, LogLevel.Warning, "a wrong admin token was sent from {Address}: {Method} {Path}; {Unjudged} more were not looked at")]
    public static partial void WrongToken(ILogger log, IPAddress? address, string method, string path, long unjudged);
}
