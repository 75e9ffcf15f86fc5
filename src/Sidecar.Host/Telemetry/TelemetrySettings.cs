namespace Sidecar.Host.Telemetry;

/// <summary>Which exports the standard <c>OTEL_*</c> variables ask for. OpenTelemetry itself reads their values; only whether there is
/// anything to export is decided here.</summary>
/// <remarks>Variables: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and …/protocol/exporter/. Some
/// hold headers with keys, so they are never printed.</remarks>
public sealed class TelemetrySettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string None = "none";

    private TelemetrySettings(Dictionary<string, string?> variables) => Variables = variables;

    /// <summary>All variables that begin with <c>OTEL_</c>.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; }

    /// <summary>Whether nothing is measured, traced or exported.</summary>
    public bool IsDisabled => bool.TryParse(Value("OTEL_SDK_DISABLED"), out var isDisabled) && isDisabled;

    public bool SendsTraces => Sends("TRACES");

    public bool SendsMetrics => Sends("METRICS");

    public static TelemetrySettings Of(IReadOnlyDictionary<string, string> environment) =>
        new(environment.Where(v => v.Key.StartsWith("OTEL_", StringComparison.Ordinal))
            .ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.Ordinal));

    // By the specification, OTLP goes to localhost if nothing is set; a proxy should not connect there unasked.
    private bool Sends(string signal) =>
        !IsDisabled
        && Value($"OTEL_{signal}_EXPORTER") is var exporter && exporter != None
        && (exporter == "otlp" || Value(Endpoint) is not null || Value($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is not null);

    // By the specification, an empty value counts as unset.
    private string? Value(string name) => Variables.GetValueOrDefault(name)?.Trim() is { Length: > 0 } value ? value : null;
}
