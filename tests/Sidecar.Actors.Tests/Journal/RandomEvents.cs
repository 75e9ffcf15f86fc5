using CsCheck;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Actors.Tests.Journal;

/// <summary>Generators of events with any valid content.</summary>
internal static class RandomEvents
{
    // UTF-8 has no form for half of a surrogate pair; HTTP could not have delivered one either.
    private static readonly Gen<string> Text = Gen.String.Where(text => !text.Any(char.IsSurrogate));

    private static readonly Gen<DateTimeOffset> Instant =
        Gen.Long[DateTimeOffset.UnixEpoch.Ticks, new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks]
            .Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static readonly Gen<Cause> AnyCause = Gen.Select(
        Text.Null(), Gen.Int[0, 20], Gen.Int[100, 599].Nullable(), Text.Null(), Gen.Long.Nullable(), Text.Null(),
        (request, attempt, status, error, retryAfter, by) => new Cause(request, attempt, status, error, retryAfter, by));

    private static readonly Gen<(DateTimeOffset At, string? Model, DateTimeOffset Until, int Count, Cause Cause)> Parts =
        Gen.Select(Instant, Text.Null(), Instant, Gen.Int, AnyCause);

    private static readonly Gen<LearnedLimit> Limits = Gen.Select(
        Gen.Int[0, LimitKind.All.Count - 1], Gen.Int[1, 100_000], Instant.List[0, 24],
        (kind, number, refusals) => new LearnedLimit(LimitKind.All[kind], number, refusals));

    public static readonly Gen<IBackendEvent> Any = Gen.OneOf<IBackendEvent>(
        Gen.Select(Parts, Gen.Enum<CooldownReason>(), Gen.Int, (p, reason, failures) =>
            new V1.CooldownStarted(p.At, p.Model, reason, p.Until, p.Count, failures, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.CooldownExtended(p.At, p.Model, p.Until, p.Cause) as IBackendEvent),
        Gen.Select(Parts, Gen.Bool, (p, byOperator) => new V1.CooldownEnded(p.At, p.Model, byOperator, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.ProbeLeased(p.At, p.Model, p.Until, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.ProbeReleased(p.At, p.Model, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.ProbeClosed(p.At, p.Model, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.StreakReset(p.At, p.Model, p.Count, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.ModelLeftOut(p.At, p.Model ?? "m", p.Until, p.Cause) as IBackendEvent),
        Gen.Select(Parts, Limits.Null(), (p, limit) => new V1.LimitLearned(p.At, p.Model, limit, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.FailureCounted(p.At, p.Count, p.Cause) as IBackendEvent),
        Parts.Select(p => new V1.FailuresCleared(p.At, p.Cause) as IBackendEvent),
        Gen.Select(Parts, Gen.Int[1, 1_000], (p, count) => new V1.EmergencyActivated(
            p.At, p.Model ?? "m", p.Cause, count) as IBackendEvent));
}
