using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Host.Tests.Storage;

/// <summary>The life of a backend in which every kind of event occurs again and again.</summary>
internal static class History
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<IBackendEvent> Of(string backend, int events) =>
        [.. Enumerable.Range(0, events).Select(number => Event(backend, number))];

    public static IReadOnlyList<IBackendEvent> Emergencies(int events) =>
        [.. Enumerable.Range(0, events).Select(number => new V1.EmergencyActivated(At(number), "m", new Cause($"emergency-{number}")))];

    private static IBackendEvent Event(string backend, int number)
    {
        var (at, cause) = (At(number), new Cause($"{backend}-{number}", 1, 429, RetryAfterMs: 7_000));
        var model = number % 20 >= 10 ? "modèle-é" : null;
        return (number % 10) switch
        {
            0 => new V1.FailureCounted(at, number % 4, cause with { Status = 500, RetryAfterMs = null }),
            1 => new V1.CooldownStarted(at, model, CooldownReason.RateLimited, at.AddSeconds(30), 1 + (number % 3), number % 4, cause),
            2 => new V1.CooldownExtended(at, model, at.AddSeconds(90), cause),
            3 => new V1.CooldownEnded(at, model, ByOperator: false, new Cause(null)),
            4 => new V1.ProbeLeased(at, model, at.AddSeconds(30), cause),
            5 => new V1.ProbeReleased(at, model, cause with { Status = null, Error = "client_gone" }),
            6 => new V1.ProbeLeased(at, model, at.AddSeconds(30), cause),
            7 => new V1.ProbeClosed(at, model, cause with { Status = 200, RetryAfterMs = null }),
            8 => new V1.StreakReset(at, model, number % 2, cause with { Status = 200, RetryAfterMs = null }),
            _ => new V1.FailuresCleared(at, cause with { Status = 200, RetryAfterMs = null }),
        };
    }

    private static DateTimeOffset At(int number) => Start.AddSeconds(7 * number).AddTicks(number);
}
