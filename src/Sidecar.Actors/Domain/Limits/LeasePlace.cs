namespace Sidecar.Domain.Limits;

/// <summary>Where a backend's answer stands in the order in which it did things, which clocks alone do not tell.</summary>
/// <param name="Number">1 for the first lease that it answered since it started, granted or not; 0 when it does not say.</param>
/// <param name="Events">Events behind the state that it answered from, its own not counted.</param>
/// <param name="Returned">Numbers of the leases that came back since its last answer; null when none did or no limit depends on it.</param>
public readonly record struct LeasePlace(long Number, long Events, IReadOnlyList<long>? Returned);
