using Sidecar.Logging;

namespace Sidecar.Host.Telemetry;

internal static partial class TelemetryLog
{
    // Only the type: the message may contain a variable's value, which may hold a key.
    [LoggerMessage(
        EventIds.TelemetryFailed, LogLevel.Error,
        "telemetry could not be set up ({Fault}): /metrics and OTLP have no data; see the OTEL_ variables")]
    public static partial void SetupFailed(ILogger log, string fault);
}
