using System.Globalization;
using Microsoft.Extensions.Logging;
using Sidecar.Domain.Cooldowns;
using Sidecar.Logging;

namespace Sidecar.Backends;

using static CooldownEvents.V1;

internal static partial class BackendLog
{
    /// <summary>Logs one line for events that matter to an operator; the journal has all of them.</summary>
    public static void Happened(ILogger log, string backend, IBackendEvent @event)
    {
        switch (@event)
        {
            case CooldownStarted e:
                Started(log, backend, e.Reason.ToWire(), (e.Until - e.At).TotalSeconds,
                    About(e.Model, e.Streak, e.Cause.RequestId, e.Cause.Status), e.Model, e.Streak, e.Cause.RequestId, e.Cause.Status);
                break;
            case CooldownEnded e:
                Ended(log, backend, About(e.Model), e.Model);
                break;
            case ProbeClosed e:
                Recovered(log, backend, About(e.Model, request: e.Cause.RequestId), e.Model, e.Cause.RequestId);
                break;
        }
    }

    // Only what is known: "model , streak 0" tells nobody anything.
    private static string About(string? model, int streak = 0, string? request = null, int? status = null)
    {
        string?[] parts =
        [
            model is null ? null : $"model {model}",
            streak == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"streak {streak}"),
            request is null ? null : $"request {request}",
            status is { } code ? string.Create(CultureInfo.InvariantCulture, $"status {code}") : null,
        ];
        var known = string.Join(", ", parts.OfType<string>());
        return known.Length > 0 ? $" ({known})" : "";
    }

    // What follows 'about' stands in the fields of a line in JSON and not in its text.
    [LoggerMessage(EventIds.CooldownStarted, LogLevel.Warning, "backend {Backend} rests: {Reason} for {Seconds:0.0} s{About}")]
    private static partial void Started(ILogger log, string backend, string reason, double seconds, string about, string? model, int streak,
        string? requestId, int? status);

    [LoggerMessage(EventIds.CooldownEnded, LogLevel.Information, "backend {Backend}: its rest is over{About}; the next request probes it")]
    private static partial void Ended(ILogger log, string backend, string about, string? model);

    [LoggerMessage(EventIds.BackendRecovered, LogLevel.Information, "backend {Backend} is available again{About}")]
    private static partial void Recovered(ILogger log, string backend, string about, string? model, string? requestId);
}
