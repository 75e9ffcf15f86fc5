namespace Sidecar.Domain.Limits;

/// <summary>Where a backend's answer stands in the order in which it did things, which clocks alone do not tell.</summary>
/// <param name="Number">1 for the first lease that it answered since it started, granted or not; 0 when it does not say.</param>
/// <param name="Events">Events behind the state that it answered from, its own not counted.</param>
/// <param name="Returned">Numbers of the leases that came back since its last answer; null when none did or no limit depends on it.</param>
/// <param name="Quiet">What it was told since its last answer, though not clean, and made nothing of; null when there was none.</param>
/// <param name="Board">The version of the board whose definition of the backend it went by; 0: the one that it started with.</param>
public readonly record struct LeasePlace(
    long Number, long Events, IReadOnlyList<long>? Returned = null, IReadOnlyList<QuietReport>? Quiet = null, long Board = 0);

/// <summary>A report that brought about no event, although a backend's state was not clean: only its place tells why.</summary>
/// <param name="Number">The attempt's lease; negative when the attempt went on.</param>
/// <param name="Events">Events behind the state that it met.</param>
public readonly record struct QuietReport(long Number, long Events)
{
    /// <summary>How the record tells a report about an attempt's beginning from the one about its end: by the sign of its lease's
    /// number.</summary>
    public static long AtBeginning(long lease) => -lease;

    public static bool IsAtBeginning(long number) => number < 0;
}
