using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Journal;

/// <summary>Every field that an event can have, as stored; null means absent. The manifest determines which of them an event
/// needs.</summary>
internal sealed record EventFields
{
    public DateTimeOffset? At { get; init; }

    public string? Model { get; init; }

    public CooldownReason? Reason { get; init; }

    public DateTimeOffset? Until { get; init; }

    public int? Streak { get; init; }

    public int? Failures { get; init; }

    public LearnedLimit? Limit { get; init; }

    /// <summary>If absent: one.</summary>
    public int? Activations { get; init; }

    public bool? ByOperator { get; init; }

    public Cause? Cause { get; init; }

    public static EventFields Of(IBackendEvent happened) => happened switch
    {
        V1.CooldownStarted e =>
            new()
            {
                At = e.At,
                Model = e.Model,
                Reason = e.Reason,
                Until = e.Until,
                Streak = e.Streak,
                Failures = e.Failures,
                Cause = e.Cause
            },
        V1.CooldownExtended e => new() { At = e.At, Model = e.Model, Until = e.Until, Cause = e.Cause },
        V1.CooldownEnded e => new() { At = e.At, Model = e.Model, ByOperator = e.ByOperator, Cause = e.Cause },
        V1.ProbeLeased e => new() { At = e.At, Model = e.Model, Until = e.Until, Cause = e.Cause },
        V1.ProbeReleased e => new() { At = e.At, Model = e.Model, Cause = e.Cause },
        V1.ProbeClosed e => new() { At = e.At, Model = e.Model, Cause = e.Cause },
        V1.StreakReset e => new() { At = e.At, Model = e.Model, Streak = e.Streak, Cause = e.Cause },
        V1.ModelLeftOut e => new() { At = e.At, Model = e.Model, Until = e.Until, Cause = e.Cause },
        V1.LimitLearned e => new() { At = e.At, Model = e.Model, Limit = e.Limit, Cause = e.Cause },
        V1.FailureCounted e => new() { At = e.At, Failures = e.Failures, Cause = e.Cause },
        V1.FailuresCleared e => new() { At = e.At, Cause = e.Cause },
        V1.EmergencyActivated e =>
            new() { At = e.At, Model = e.Model, Activations = e.Activations == 1 ? null : e.Activations, Cause = e.Cause },
        _ => throw new ArgumentException($"The event type {happened.GetType().Name} has no stored form.", nameof(happened)),
    };

    public IBackendEvent ToEvent(string manifest) => manifest switch
    {
        BackendEventManifests.CooldownStarted => new V1.CooldownStarted(
            Need(At, EventNames.At), Model, Need(Reason, EventNames.Reason), Need(Until, EventNames.Until), Need(Streak, EventNames.Streak),
                Failures ?? 0, CauseOrNone),
        BackendEventManifests.CooldownExtended =>
            new V1.CooldownExtended(Need(At, EventNames.At), Model, Need(Until, EventNames.Until), CauseOrNone),
        BackendEventManifests.CooldownEnded => new V1.CooldownEnded(Need(At, EventNames.At), Model, ByOperator ?? false, CauseOrNone),
        BackendEventManifests.ProbeLeased => new V1.ProbeLeased(Need(At, EventNames.At), Model, Need(Until, EventNames.Until), CauseOrNone),
        BackendEventManifests.ProbeReleased => new V1.ProbeReleased(Need(At, EventNames.At), Model, CauseOrNone),
        BackendEventManifests.ProbeClosed => new V1.ProbeClosed(Need(At, EventNames.At), Model, CauseOrNone),
        BackendEventManifests.StreakReset =>
            new V1.StreakReset(Need(At, EventNames.At), Model, Need(Streak, EventNames.Streak), CauseOrNone),
        BackendEventManifests.ModelLeftOut => new V1.ModelLeftOut(
            Need(At, EventNames.At), Model ?? throw new InvalidDataException(Missing(EventNames.Model)), Need(Until, EventNames.Until),
                CauseOrNone),
        BackendEventManifests.LimitLearned => new V1.LimitLearned(Need(At, EventNames.At), Model, Limit, CauseOrNone),
        BackendEventManifests.FailureCounted =>
            new V1.FailureCounted(Need(At, EventNames.At), Need(Failures, EventNames.Failures), CauseOrNone),
        BackendEventManifests.FailuresCleared => new V1.FailuresCleared(Need(At, EventNames.At), CauseOrNone),
        BackendEventManifests.EmergencyActivated => new V1.EmergencyActivated(
            Need(At, EventNames.At), Model ?? throw new InvalidDataException(Missing(EventNames.Model)), CauseOrNone, Activations ?? 1),
        _ => throw new InvalidDataException("this version of Sidecar does not know the manifest"),
    };

    private Cause CauseOrNone => Cause ?? new Cause(null);

    private static T Need<T>(T? value, string name) where T : struct => value ?? throw new InvalidDataException(Missing(name));

    private static string Missing(string name) => $"the field '{name}' is missing";
}
