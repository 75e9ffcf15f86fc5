using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Telemetry;

/// <summary>A collector on a real port that takes OTLP as protobuf over HTTP and keeps what it received.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path.Value!, body.ToArray()));
        });
    }

    /// <summary>The environment that makes a Sidecar send its telemetry here.</summary>
    public (string Name, string Value)[] Environment =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_EXPORTER_OTLP_HEADERS", $"authorization=Bearer {Key}"),
        ("OTEL_SERVICE_NAME", "sidecar-of-tests"),
    ];

    public static string Key => "otlp-KEY-3b1d";

    public IReadOnlyList<byte[]> Bodies => [.. _received.Select(r => r.Body)];

    public IReadOnlyList<ReceivedSpan> Spans => [.. _received.Where(r => r.Path == "/v1/traces")
        .SelectMany(r => ReceivedSpan.ReadAll(r.Body))];

    public IReadOnlyList<byte[]> MetricBodies => [.. _received.Where(r => r.Path == "/v1/metrics").Select(r => r.Body)];

    public static async Task<OtlpReceiver> Start()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync().Soon();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
