using System.Globalization;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Actors.Tests.Journal;

/// <summary>One event per manifest: those whose bytes are kept in <c>tests/fixtures/journal</c>.</summary>
internal static class SampleEvents
{
    public static readonly IReadOnlyDictionary<string, IBackendEvent> ByManifest = new Dictionary<string, IBackendEvent>
    {
        ["cooldown-started.v1"] = new V1.CooldownStarted(
            At("10:15:30.1234567"), "meta/llama-3.1-8b-instruct", CooldownReason.RateLimited, At("10:16:33"), Streak: 2, Failures: 0,
            new Cause("01JD9Z0000000000000000000A", 1, Status: 429, RetryAfterMs: 7000)),
        ["cooldown-extended.v1"] = new V1.CooldownExtended(
            At("10:15:31"), null, At("10:20:00"), new Cause("01JD9Z0000000000000000000B", 2, Status: 429, RetryAfterMs: 269000)),
        ["cooldown-ended.v1"] = new V1.CooldownEnded(At("10:17:00"), null, ByOperator: true,
            new Cause(null, By: "alice: quota raised \"today\"")),
        ["probe-leased.v1"] = new V1.ProbeLeased(At("10:20:00.0000001"), null, At("10:20:30.0000001"),
            new Cause("01JD9Z0000000000000000000C", 1)),
        ["probe-released.v1"] = new V1.ProbeReleased(At("10:20:02"), null,
            new Cause("01JD9Z0000000000000000000C", 1, Error: "client_gone")),
        ["probe-closed.v1"] = new V1.ProbeClosed(At("10:20:05.5"), "llama3:8b", new Cause("01JD9Z0000000000000000000D", 1, Status: 200)),
        ["streak-reset.v1"] = new V1.StreakReset(At("10:20:05.5"), null, Streak: 1,
            new Cause("01JD9Z0000000000000000000D", 1, Status: 200)),
        ["model-left-out.v1"] = new V1.ModelLeftOut(At("10:20:40"), "gpt-9", At("10:30:40"),
            new Cause("01JD9Z0000000000000000000H", 1, Status: 404)),
        ["limit-learned.v1"] = new V1.LimitLearned(
            At("10:20:07.25"), null, new LearnedLimit(new LimitKind(LimitMeasure.Sliding, TimeSpan.FromSeconds(60)), 40,
                [At("10:19:11"), At("10:20:07")]),
            new Cause("01JD9Z0000000000000000000H", 1, Status: 429)),
        ["failure-counted.v1"] = new V1.FailureCounted(At("10:21:00"), Failures: 3,
            new Cause("01JD9Z0000000000000000000E", 2, Error: "head_timeout")),
        ["failures-cleared.v1"] = new V1.FailuresCleared(At("10:22:00"), new Cause("01JD9Z0000000000000000000F", 1, Status: 200)),
        ["emergency-activated.v1"] = new V1.EmergencyActivated(At("10:23:00"), "modèle-é", new Cause("01JD9Z0000000000000000000G")),
    };

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-11-22T{time}Z", CultureInfo.InvariantCulture);
}
