using Sidecar.Host.RuntimeBackends;
using Sidecar.Logging;

namespace Sidecar.Host.Hosting;

internal static partial class StartupLog
{
    /// <param name="urls">The addresses listened on, with the real port in place of port 0.</param>
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

    [LoggerMessage(EventIds.Serving, LogLevel.Information, "serving on {Urls} with {Backends} backends; data in {DataDirectory}")]
    private static partial void Listening(ILogger log, string urls, int backends, string dataDirectory);

    [LoggerMessage(EventIds.KeyFound, LogLevel.Information, "found {Variable}: backend {Backend} in pool {Pool}")]
    private static partial void FoundKey(ILogger log, string variable, string backend, string pool);

    [LoggerMessage(EventIds.NoBackends, LogLevel.Warning, "no backend is configured: every request is answered no_backend_configured. Add "
        + "one under sidecar.backends, or set NVIDIA_API_KEY, OPENROUTER_API_KEY, GROQ_API_KEY or OPENAI_API_KEY")]
    private static partial void NoBackends(ILogger log);

    [LoggerMessage(EventIds.BackendSetAside, LogLevel.Error, "backend {Backend}, added through the API, is set aside: {Faults}")]
    private static partial void SetAside(ILogger log, string backend, string faults);

    [LoggerMessage(EventIds.NoChain, LogLevel.Information,
        "audit.chain: events and rows are chained in SQLite files only; those in PostgreSQL are not")]
    private static partial void NoChain(ILogger log);

    [LoggerMessage(EventIds.CannotServe, LogLevel.Critical, "cannot serve: {Fault}")]
    public static partial void CannotServe(ILogger log, string fault);

    [LoggerMessage(EventIds.Draining, LogLevel.Information, "draining: new requests are refused, running ones have {Drain} to finish")]
    public static partial void Draining(ILogger log, TimeSpan drain);

    [LoggerMessage(EventIds.DrainOver, LogLevel.Warning, "the drain is over with {Running} requests still running; they are aborted")]
    public static partial void DrainOver(ILogger log, int running);
}
