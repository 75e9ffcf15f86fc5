using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Audit;

/// <summary>One event with its place in the journal.</summary>
/// <param name="Ordering">Its place among all events.</param>
/// <param name="SequenceNumber">Its place among the events of its backend.</param>
/// <param name="Type">Its manifest, such as <c>cooldown-started.v1</c>.</param>
public sealed record JournalledEvent(long Ordering, long SequenceNumber, string Type, IBackendEvent Event)
{
    public DateTimeOffset At => Event.At;

    public Cause Cause => Event.Cause;

    /// <summary>The model that it is about; null for the whole backend.</summary>
    public string? Model => Event switch
    {
        CooldownStarted e => e.Model,
        CooldownExtended e => e.Model,
        CooldownEnded e => e.Model,
        ProbeLeased e => e.Model,
        ProbeReleased e => e.Model,
        ProbeClosed e => e.Model,
        StreakReset e => e.Model,
        ModelLeftOut e => e.Model,
        LimitLearned e => e.Model,
        EmergencyActivated e => e.Model,
        _ => null,
    };

    /// <summary>The end of the rest or of the probe's lease that it begins.</summary>
    public DateTimeOffset? Until => Event switch
    {
        CooldownStarted e => e.Until,
        CooldownExtended e => e.Until,
        ProbeLeased e => e.Until,
        ModelLeftOut e => e.Until,
        _ => null,
    };

    /// <summary>429s in a row after it, if the event tells.</summary>
    public int? Streak => Event switch
    {
        CooldownStarted e => e.Streak,
        StreakReset e => e.Streak,
        _ => null,
    };
}
