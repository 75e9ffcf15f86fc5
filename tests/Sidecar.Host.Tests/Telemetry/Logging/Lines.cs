using Microsoft.Extensions.Logging;

namespace Sidecar.Host.Tests.Telemetry.Logging;

internal static partial class Lines
{
    [LoggerMessage(1, LogLevel.Information, "said {Word}")]
    public static partial void Said(this ILogger log, string word);

    [LoggerMessage(2, LogLevel.Error, "gave {Value} and {Nothing}")]
    public static partial void Gave(this ILogger log, object value, int? nothing, Exception? fault = null);
}
