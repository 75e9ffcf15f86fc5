using Sidecar.Logging;

namespace Sidecar.Host.Telemetry;

internal static partial class TelemetryLog
{
    // The kind alone: what is wrong may stand in a variable that holds a key.
    [LoggerMessage(
        EventIds.TelemetryFailed, LogLevel.Error,
        "telemetry could not be set up ({Fault}): neither /metrics nor OTLP has anything to tell; see the OTEL_ variables")]
    public static partial void SetupFailed(ILogger log, string fault);
}
