using System.Globalization;

namespace Sidecar.Trouble.Upstream;

/// <summary>Upstreams with hidden limits, in a process of their own, under /0, /1, /2 …</summary>
internal static class UpstreamProcess
{
    public static async Task<int> RunAsync(int port, string scenario)
    {
        var upstreams = new TroubledUpstreams(TroubleRows.Find(scenario));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var app = builder.Build();
        app.MapGet("/healthz", static () => "ok");
        app.MapPost("/-/begin", upstreams.Begin);
        app.MapGet("/-/counts", upstreams.Counts);
        app.MapPost("/{index:int}/v1/chat/completions", upstreams.AnswerAsync);
        await app.RunAsync();
        return 0;
    }
}
