using Sidecar.Domain.Cooldowns;

namespace Sidecar.Actors.Tests.Kit;

using static CooldownEvents;

/// <summary>What an event must be; what a scenario leaves out may be anything.</summary>
internal sealed record EventCheck(string Says, Func<IBackendEvent, bool> Fits);

/// <summary>The vocabulary in which a scenario says what is journalled.</summary>
internal static class EventWords
{
    public static EventCheck CooldownStarted(CooldownReason reason = CooldownReason.RateLimited, int? streak = null, TimeSpan? rest = null,
        string? request = null, int? status = null, string? model = null) => new(
        $"CooldownStarted {reason} streak={streak} rest={rest} request={request} status={status} model={model}",
        e => e is V1.CooldownStarted s && s.Reason == reason && s.Model == model && Is(streak, s.Streak) && Is(rest, s.Until - s.At)
            && Is(status, s.Cause.Status) && (request is null || s.Cause.RequestId == request));

    public static EventCheck CooldownExtended(TimeSpan rest) =>
        new($"CooldownExtended rest={rest}", e => e is V1.CooldownExtended x && x.Until - x.At == rest);

    public static EventCheck CooldownEnded(string? model = null) =>
        new("CooldownEnded", e => e is V1.CooldownEnded x && x.Model == model && !x.ByOperator);

    public static EventCheck ProbeLeased(string? request = null) =>
        new($"ProbeLeased {request}", e => e is V1.ProbeLeased p && (request is null || p.Cause.RequestId == request));

    public static EventCheck ProbeReleased() => new("ProbeReleased", e => e is V1.ProbeReleased);

    public static EventCheck ProbeClosed() => new("ProbeClosed", e => e is V1.ProbeClosed);

    public static EventCheck StreakReset(int to) => new($"StreakReset {to}", e => e is V1.StreakReset s && s.Streak == to);

    public static EventCheck ModelLeftOut(string model) => new($"ModelLeftOut {model}", e =>
        e is V1.ModelLeftOut x && x.Model == model && x.Until - x.At == TimeSpan.FromMinutes(10));

    public static EventCheck FailureCounted(int failures, int? status = null, string? error = null) => new(
        $"FailureCounted {failures} status={status} error={error}",
        e => e is V1.FailureCounted f && f.Failures == failures && Is(status, f.Cause.Status) && (error is null || f.Cause.Error == error));

    public static EventCheck FailuresCleared() => new("FailuresCleared", e => e is V1.FailuresCleared);

    public static void Verify(IReadOnlyList<EventCheck> expected, IReadOnlyList<IBackendEvent> actual) => Assert.True(
        expected.Count == actual.Count && expected.Zip(actual).All(pair => pair.First.Fits(pair.Second)),
        $"Expected:\n  {string.Join("\n  ", expected.Select(e => e.Says))}\nJournalled:\n  {string.Join("\n  ", actual)}");

    private static bool Is<T>(T? wanted, T actual)
        where T : struct => wanted is not { } value || value.Equals(actual);

    private static bool Is(int? wanted, int? actual) => wanted is null || wanted == actual;
}
