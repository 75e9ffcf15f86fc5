namespace Sidecar.Domain.Limits;

/// <summary>The place of a backend's answer in the order of its actions, which clocks alone do not give.</summary>
/// <param name="Number">The number of the lease among those answered since the backend started, from 1, granted or not; 0 if
/// unknown.</param>
/// <param name="Events">The number of events in the state from which it answered, without its own.</param>
/// <param name="Returned">Numbers of the leases returned since its last answer; null if there were none or no limit depends on
/// them.</param>
/// <param name="Quiet">Reports since its last answer that had no effect although the state was not clean; null if there were
/// none.</param>
/// <param name="Board">The version of the board with the backend's definition at that time; 0: the definition at its start.</param>
public readonly record struct LeasePlace(
    long Number, long Events, IReadOnlyList<long>? Returned = null, IReadOnlyList<QuietReport>? Quiet = null, long Board = 0);

/// <summary>A report that produced no event although the backend's state was not clean: only its place explains why.</summary>
/// <param name="Number">The attempt's lease; negative if the attempt continued.</param>
/// <param name="Events">The number of events in the state that the report met.</param>
public readonly record struct QuietReport(long Number, long Events)
{
    /// <summary>In the record, the sign of the lease's number separates a report about an attempt's beginning from one about its
    /// end.</summary>
    public static long AtBeginning(long lease) => -lease;

    public static bool IsAtBeginning(long number) => number < 0;
}
