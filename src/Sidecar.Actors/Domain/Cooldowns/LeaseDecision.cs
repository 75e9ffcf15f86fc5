using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

/// <summary>A backend's word on a lease.</summary>
/// <param name="Refusal">None: it is granted.</param>
/// <param name="RetryAt">When asking again makes sense; null when that is not a matter of time.</param>
/// <param name="Events">Those of a probe, where the attempt is one.</param>
internal readonly record struct LeaseDecision(LeaseRefusal Refusal, DateTimeOffset? RetryAt, IReadOnlyList<IBackendEvent> Events)
{
    public bool IsGranted => Refusal == LeaseRefusal.None;

    public bool IsProbe => Events.Count > 0;
}
