using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Host.Tests.Storage;

/// <summary>Events for tests, told apart by the minute past ten at which they happen.</summary>
internal static class Happened
{
    public static DateTimeOffset At(int minute) => new(2026, 11, 22, 10, minute, 0, TimeSpan.Zero);

    public static IBackendEvent Cooled(int minute, string? model = null, int streak = 1) =>
        new V1.CooldownStarted(At(minute), model, CooldownReason.RateLimited, At(minute + 1), streak, 0,
            new Cause($"r{minute}", 1, 429, RetryAfterMs: 60_000));

    public static IBackendEvent Emergency(int minute) => new V1.EmergencyActivated(At(minute), "m", new Cause($"r{minute}"));
}
