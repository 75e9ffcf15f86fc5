using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Audit;

/// <summary>A rest's state at an instant. The stored mode alone does not tell it: a rest whose deadline has passed awaits a probe,
/// whether or not an event has recorded that.</summary>
/// <param name="Mode">The mode at that instant.</param>
/// <param name="Reason">Why it rests, or rested before the probe; null if it is available.</param>
/// <param name="Since">When that rest began; null if it is available.</param>
/// <param name="Until">End of the rest, or of the probe's lease; null if it is available or awaits a probe.</param>
/// <param name="ProbedBy">The request that is the probe; null if there is none.</param>
/// <param name="Cause">Why it rests; null if it is available.</param>
public sealed record CooldownStanding(RestMode Mode, CooldownReason? Reason, DateTimeOffset? Since, DateTimeOffset? Until, string? ProbedBy,
    int Streak, long Epoch, Cause? Cause)
{
    public static CooldownStanding Of(RestState rest, DateTimeOffset at) =>
        rest.IsCoolingAt(at) ? Resting(rest, RestMode.Cooling, rest.Until, null)
        : rest.IsProbedAt(at) ? Resting(rest, RestMode.Probing, rest.ProbeUntil, rest.ProbeRequest)
        : rest.AwaitsProbeAt(at) ? Resting(rest, RestMode.Probing, null, null)
        : new(RestMode.Available, null, null, null, null, rest.Streak, rest.Epoch, null);

    private static CooldownStanding Resting(RestState rest, RestMode mode, DateTimeOffset? until, string? probedBy) =>
        new(mode, rest.Reason, rest.Since, until, probedBy, rest.Streak, rest.Epoch, rest.Cause);
}
