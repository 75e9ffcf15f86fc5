namespace Sidecar.Host.Telemetry;

/// <summary>What the standard <c>OTEL_*</c> variables ask for. Their values are OpenTelemetry's own to read; here is decided only whether
/// there is anything to do.</summary>
/// <remarks>Variables: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and …/protocol/exporter/. Headers
/// among them hold keys: nothing prints them.</remarks>
public sealed class TelemetrySettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string None = "none";

    private TelemetrySettings(Dictionary<string, string?> variables) => Variables = variables;

    /// <summary>All that begin with <c>OTEL_</c>.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; }

    /// <summary>Nothing is measured, traced or exported.</summary>
    public bool IsDisabled => bool.TryParse(Value("OTEL_SDK_DISABLED"), out var isDisabled) && isDisabled;

    public bool SendsTraces => Sends("TRACES");

    public bool SendsMetrics => Sends("METRICS");

    public static TelemetrySettings Of(IReadOnlyDictionary<string, string> environment) =>
        new(environment.Where(v => v.Key.StartsWith("OTEL_", StringComparison.Ordinal))
            .ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.Ordinal));

    // By the specification OTLP goes to localhost when nothing is said; a proxy that nobody asked to should not knock there.
    private bool Sends(string signal) =>
        !IsDisabled
        && Value($"OTEL_{signal}_EXPORTER") is var exporter && exporter != None
        && (exporter == "otlp" || Value(Endpoint) is not null || Value($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is not null);

    // The specification: an empty value is none.
    private string? Value(string name) => Variables.GetValueOrDefault(name)?.Trim() is { Length: > 0 } value ? value : null;
}
