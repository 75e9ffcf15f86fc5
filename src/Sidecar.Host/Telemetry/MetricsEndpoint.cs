using OpenTelemetry.Metrics;

namespace Sidecar.Host.Telemetry;

/// <summary><c>GET /metrics</c>: metrics for Prometheus, in its text format or OpenMetrics. Public like the health endpoints, because it
/// contains only numbers and the names of backends and models.</summary>
internal sealed class MetricsEndpoint(IApplicationBuilder app, TelemetryExport export)
{
    private RequestDelegate? _scrape;

    public async Task AnswerAsync(HttpContext context)
    {
        if (await export.Opened.WaitAsync(context.RequestAborted) is not { } meters)
        {
            await Results.Text("nothing is measured: OTEL_SDK_DISABLED is set, or the log says why\n",
                statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
            return;
        }
        // The exporter's middleware needs a meter provider, which exists only after the pipeline was built.
        _scrape ??= app.New().UseOpenTelemetryPrometheusScrapingEndpoint(meters, static _ => true, null, null, null).Build();
        await _scrape(context);
    }
}
