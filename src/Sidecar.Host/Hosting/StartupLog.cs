using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Telemetry.Logging;

namespace Sidecar.Host.Hosting;

internal static partial class StartupLog
{
    /// <param name="urls">Those that are listened on, with the ports that were found for port 0.</param>
    public static void Serving(ILogger log, BackendDefinitions definitions, IEnumerable<string> urls)
    {
        var settings = definitions.File;
        foreach (var found in settings.WellKnown)
            FoundKey(log, found.Variable, found.Backend.Id, found.Backend.Pool);
        foreach (var entry in definitions.Directory.Entries.Where(entry => entry.Faults.Count > 0))
            SetAside(log, entry.Id, string.Join("; ", entry.Faults));
        if (definitions.Directory.Entries.Count == 0)
            NoBackends(log);
        if (settings.Retention.Chain && !definitions.IsChained)
            NoChain(log);
        Listening(log, string.Join(", ", urls), definitions.Catalog.Backends.Count, definitions.Place);
    }

    [LoggerMessage(9001, LogLevel.Information, "serving on {Urls} with {Backends} backends; data in {DataDirectory}")]
    private static partial void Listening(ILogger log, string urls, int backends, string dataDirectory);

    [LoggerMessage(9002, LogLevel.Information, "found {Variable}: backend {Backend} in pool {Pool}")]
    private static partial void FoundKey(ILogger log, string variable, string backend, string pool);

    [LoggerMessage(9003, LogLevel.Warning, "no backend is configured: every request is answered no_backend_configured. Add one under sidecar.backends, or set NVIDIA_API_KEY, OPENROUTER_API_KEY, GROQ_API_KEY or OPENAI_API_KEY")]
    private static partial void NoBackends(ILogger log);

    [LoggerMessage(9006, LogLevel.Error, "backend {Backend}, added through the API, is set aside: {Faults}")]
    private static partial void SetAside(ILogger log, string backend, string faults);

    [LoggerMessage(9007, LogLevel.Information, "audit.chain: events and rows are chained in SQLite files only; those in PostgreSQL are not")]
    private static partial void NoChain(ILogger log);

    [LoggerMessage(9004, LogLevel.Information, "draining: new requests are refused, running ones have {Drain} to finish")]
    public static partial void Draining(ILogger log, TimeSpan drain);

    [LoggerMessage(9005, LogLevel.Warning, "the drain is over with {Running} requests still running; they are cut")]
    public static partial void DrainOver(ILogger log, int running);

    // The kind alone: what is wrong may stand in a variable that holds a key.
    [LoggerMessage(9006, LogLevel.Error, "telemetry could not be set up ({Fault}): neither /metrics nor OTLP has anything to tell; see the OTEL_ variables")]
    public static partial void ExportFailed(ILogger log, string fault);
}
