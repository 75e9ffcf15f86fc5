using Microsoft.Extensions.Logging;
using Sidecar.Ledger;
using Sidecar.Logging;
using ZLogger;

namespace Sidecar.Requests;

/// <summary>One line per finished request and one per failed attempt, each with the request's id; successful attempts are logged at
/// Debug.</summary>
internal static partial class RequestLog
{
    // The client chooses these texts, and a line must stay readable.
    private const int LongestWord = 256;

    public static void Attempted(ILogger log, string requestId, AttemptRow row, string? detail)
    {
        var level = row.ErrorClass is null ? LogLevel.Debug : LogLevel.Information;
        if (log.IsEnabled(level))
            Attempt(log, level, requestId, row.Attempt, row.Backend, row.Phase, row.Model, row.Status, row.ErrorClass, row.LatencyMs,
                row.TotalTokens, detail);
    }

    public static string Clip(string? word) => word is null ? "" : word.Length <= LongestWord ? word : word[..LongestWord] + "…";

    [LoggerMessage(EventId = EventIds.AttemptEnded, Message = "attempt {RequestId} #{Attempt} {Backend} {Phase} model={Model} "
        + "status={Status} error={ErrorClass} {LatencyMs:0.0} ms tokens={Tokens} {Detail}")]
    private static partial void Attempt(ILogger log, LogLevel level, string requestId, int attempt, string backend, string phase,
        string model, int? status, string? errorClass, double latencyMs, long? tokens, string? detail);

    // The only line of a plain request: ZLogger's generator writes its values without boxing and its text without a string.
    [ZLoggerMessage(EventIds.RequestEnded, LogLevel.Information, "request {RequestId} {Method} {Path} model={Model} status={Status} "
        + "{Code} phase={Phase} attempts={Attempts} {ElapsedMs:0.0} ms {Bytes} bytes")]
    public static partial void Ended(ILogger log, string requestId, string method, string path, string model, int status, string code,
        string phase, int attempts, double elapsedMs, long bytes);

    [LoggerMessage(EventIds.EmergencyEntered, LogLevel.Warning,
        "request {RequestId} model={Model}: every pool is exhausted; emergency at {Rpm} requests per minute per backend")]
    public static partial void Emergency(ILogger log, string requestId, string model, int rpm);

    [LoggerMessage(EventIds.RequestRefusedUnread, LogLevel.Information,
        "request {RequestId} {Method} {Path} status={Status} {Code}: refused before its walk")]
    public static partial void RefusedUnread(ILogger log, string requestId, string method, string path, int status, string code);

    [LoggerMessage(EventIds.ClientRefused, LogLevel.Information,
        "request {RequestId} {Method} {Path} client={Client} model={Model} status={Status} {Code}: refused before its walk")]
    public static partial void RefusedClient(
        ILogger log, string requestId, string method, string path, string client, string model, int status, string code);

    [LoggerMessage(EventIds.CoordinatorFailed, LogLevel.Error,
        "request {RequestId}: its coordinator failed in phase {Phase}; the client was answered internal_error")]
    public static partial void Faulted(ILogger log, string requestId, string phase);
}
