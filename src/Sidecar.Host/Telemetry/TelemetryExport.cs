using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sidecar.Diagnostics;
using Sidecar.Dispatching;

namespace Sidecar.Host.Telemetry;

/// <summary>Exports Sidecar's metrics and traces through OpenTelemetry's SDK: always for Prometheus, and over OTLP if the environment
/// asks for it. It is built on first use, on a thread of its own, because that takes longer than a request should wait.</summary>
internal sealed class TelemetryExport : IAsyncDisposable
{
    // Two hundred backends with five states each, and room to spare; beyond it the SDK sums the rest under otel.metric.overflow.
    private const int MostSeries = 4_000;

    private readonly TelemetrySettings _settings;
    private readonly SidecarMeter _telemetry;
    private readonly Lazy<Task<MeterProvider?>> _opened;
    private TracerProvider? _tracers;

    public TelemetryExport(TelemetrySettings settings, SidecarMeter telemetry, ILogger<TelemetryExport> log)
    {
        (_settings, _telemetry) = (settings, telemetry);
        _opened = new Lazy<Task<MeterProvider?>>(() => OwnThread.Run(() => Open(log)));
    }

    /// <summary>Builds it on first use. Null: the SDK is disabled, or could not be set up, which is logged.</summary>
    public Task<MeterProvider?> Opened => _opened.Value;

    /// <summary>Whether a receiver wants everything, including the first request.</summary>
    public bool IsWantedFromTheStart => _settings.SendsTraces || _settings.SendsMetrics;

    /// <summary>Sends what was not sent yet, within the SDK's own time limit.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_opened.IsValueCreated)
            (await _opened.Value)?.Dispose();
        _tracers?.Dispose();
    }

    private MeterProvider? Open(ILogger log)
    {
        try
        {
            if (_settings.SendsTraces)
                _tracers = Tracers();
            var meters = _settings.IsDisabled ? null : Meters();
            _telemetry.Walks.ShowZeros();
            return meters;
        }
        catch (Exception fault)
        {
            // A proxy without telemetry is still a proxy.
            TelemetryLog.SetupFailed(log, fault.GetType().Name);
            return null;
        }
    }

    private TracerProvider Tracers() => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(Variables()))
        .SetResourceBuilder(Resource())
        .AddSource(TelemetryNames.Scope)
        .AddOtlpExporter()
        .Build();

    private MeterProvider Meters()
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(Variables()))
            .SetResourceBuilder(Resource())
            .AddMeter(TelemetryNames.Scope)
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
            .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false);
        // Without traces there is nothing for an exemplar to refer to.
        if (_settings.SendsTraces)
            builder.SetExemplarFilter(ExemplarFilterType.TraceBased);
        if (_settings.SendsMetrics)
            builder.AddOtlpExporter();
        return builder.Build();
    }

    private IConfiguration Variables() => new ConfigurationBuilder().AddInMemoryCollection(_settings.Variables).Build();

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last and take precedence.
    private static ResourceBuilder Resource()
    {
        var version = typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3);
        return ResourceBuilder.CreateEmpty()
            .AddService("sidecar", serviceVersion: version, autoGenerateServiceInstanceId: false)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
    }
}
