using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Cooldowns;

/// <summary>A backend's decision about a lease.</summary>
/// <param name="Refusal">None: it is granted.</param>
/// <param name="RetryAt">When asking again makes sense; null if that does not depend on time.</param>
/// <param name="Events">The events of a probe, if the attempt is one.</param>
internal readonly record struct LeaseDecision(LeaseRefusal Refusal, DateTimeOffset? RetryAt, IReadOnlyList<IBackendEvent> Events)
{
    public bool IsGranted => Refusal == LeaseRefusal.None;

    public bool IsProbe => Events.Count > 0;
}
