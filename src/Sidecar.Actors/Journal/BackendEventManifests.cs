using Sidecar.Domain.Cooldowns;

namespace Sidecar.Journal;

/// <summary>The names under which events are stored. The types may be renamed, the names may not; an event with a changed meaning gets a
/// new name (<c>.v2</c>).</summary>
internal static class BackendEventManifests
{
    public const string CooldownStarted = "cooldown-started.v1";
    public const string CooldownExtended = "cooldown-extended.v1";
    public const string CooldownEnded = "cooldown-ended.v1";
    public const string ProbeLeased = "probe-leased.v1";
    public const string ProbeReleased = "probe-released.v1";
    public const string ProbeClosed = "probe-closed.v1";
    public const string StreakReset = "streak-reset.v1";
    public const string ModelLeftOut = "model-left-out.v1";
    public const string LimitLearned = "limit-learned.v1";
    public const string FailureCounted = "failure-counted.v1";
    public const string FailuresCleared = "failures-cleared.v1";
    public const string EmergencyActivated = "emergency-activated.v1";

    public static string Of(IBackendEvent happened) => happened switch
    {
        CooldownEvents.V1.CooldownStarted => CooldownStarted,
        CooldownEvents.V1.CooldownExtended => CooldownExtended,
        CooldownEvents.V1.CooldownEnded => CooldownEnded,
        CooldownEvents.V1.ProbeLeased => ProbeLeased,
        CooldownEvents.V1.ProbeReleased => ProbeReleased,
        CooldownEvents.V1.ProbeClosed => ProbeClosed,
        CooldownEvents.V1.StreakReset => StreakReset,
        CooldownEvents.V1.ModelLeftOut => ModelLeftOut,
        CooldownEvents.V1.LimitLearned => LimitLearned,
        CooldownEvents.V1.FailureCounted => FailureCounted,
        CooldownEvents.V1.FailuresCleared => FailuresCleared,
        CooldownEvents.V1.EmergencyActivated => EmergencyActivated,
        _ => throw new ArgumentException($"The event type {happened.GetType().Name} has no manifest.", nameof(happened)),
    };
}
