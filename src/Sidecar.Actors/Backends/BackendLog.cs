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
                Started(log, backend, e.Model, e.Reason.ToWire(), (e.Until - e.At).TotalSeconds, e.Streak, e.Cause.RequestId,
                    e.Cause.Status);
                break;
            case CooldownEnded e:
                Ended(log, backend, e.Model);
                break;
            case ProbeClosed e:
                Recovered(log, backend, e.Model, e.Cause.RequestId);
                break;
        }
    }

    [LoggerMessage(EventIds.CooldownStarted, LogLevel.Warning,
        "backend {Backend} rests: {Reason} for {Seconds:0.0} s (model {Model}, streak {Streak}, request {RequestId}, status {Status})")]
    private static partial void Started(
        ILogger log, string backend, string? model, string reason, double seconds, int streak, string? requestId, int? status);

    [LoggerMessage(
        EventIds.CooldownEnded, LogLevel.Information, "backend {Backend}: rest over (model {Model}); the next request probes it")]
    private static partial void Ended(ILogger log, string backend, string? model);

    [LoggerMessage(
        EventIds.BackendRecovered, LogLevel.Information, "backend {Backend} is available again (model {Model}, request {RequestId})")]
    private static partial void Recovered(ILogger log, string backend, string? model, string? requestId);
}
