using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sidecar.Diagnostics;

namespace Sidecar.Export;

/// <summary>OpenTelemetry's SDK over what Sidecar measures: Prometheus always, OTLP where the environment asks for it. Built beside the start, for it takes longer than a request should wait.</summary>
internal sealed class TelemetryExport(ExportSettings settings) : IDisposable
{
    // Two hundred backends in their five states, with room to spare; beyond it the SDK adds up the rest under otel.metric.overflow.
    private const int MostSeries = 4_000;

    private readonly TaskCompletionSource<MeterProvider?> _meters = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TracerProvider? _tracers;

    /// <summary>Null: the SDK is disabled.</summary>
    public Task<MeterProvider?> Meters => _meters.Task;

    /// <summary>Spans are wanted, and the first of them as much as the rest.</summary>
    public bool IsWantedFromTheStart => settings.SendsTraces;

    /// <summary>Begins to listen. Takes some tens of milliseconds, most of them the compiler's.</summary>
    public void Open()
    {
        try
        {
            if (settings.SendsTraces)
                _tracers = Tracers();
            _meters.TrySetResult(settings.IsDisabled ? null : MetersOf());
        }
        catch (Exception fault)
        {
            _meters.TrySetException(fault);
            throw;
        }
    }

    /// <summary>Sends what was not sent yet, as far as the SDK's own bound allows.</summary>
    public void Dispose()
    {
        _tracers?.Dispose();
        if (_meters.Task.IsCompletedSuccessfully)
            _meters.Task.Result?.Dispose();
        else
            _meters.TrySetResult(null);
    }

    private TracerProvider Tracers() => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(Variables()))
        .SetResourceBuilder(Resource())
        .AddSource(TelemetryNames.Scope)
        .AddOtlpExporter()
        .Build();

    private MeterProvider MetersOf()
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(Variables()))
            .SetResourceBuilder(Resource())
            .AddMeter(TelemetryNames.Scope)
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
            .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false);
        // Without traces there is nothing that an exemplar could name.
        if (settings.SendsTraces)
            builder.SetExemplarFilter(ExemplarFilterType.TraceBased);
        if (settings.SendsMetrics)
            builder.AddOtlpExporter();
        return builder.Build();
    }

    private IConfiguration Variables() => new ConfigurationBuilder().AddInMemoryCollection(settings.Variables).Build();

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last and win.
    private ResourceBuilder Resource()
    {
        var version = typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3);
        return ResourceBuilder.CreateEmpty()
            .AddService("sidecar", serviceVersion: version, autoGenerateServiceInstanceId: false)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
    }
}
