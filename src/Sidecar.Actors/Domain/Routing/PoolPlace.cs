namespace Sidecar.Domain.Routing;

/// <summary>Where an offer stands in the order in which the pool did things, which no clock tells: what it did since the last offer that is
/// known to be recorded.</summary>
/// <param name="First">The number of the first step told.</param>
/// <param name="Steps">The offer itself is the last; null when the pool does not say.</param>
public readonly record struct PoolPlace(long First, IReadOnlyList<PoolStep>? Steps);

/// <summary>One thing that the pool did.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">The waiter's ticket; of a change, the events behind the backend's state.</param>
/// <param name="Backend">Of an offer and of a change: whose.</param>
public readonly record struct PoolStep(PoolStepKind Kind, long Number, string? Backend = null);

/// <summary>What the pool does that decides its offers. Stored as this letter.</summary>
public enum PoolStepKind
{
    Joined = 'j',
    Left = 'l',
    Refused = 'r',
    Changed = 'c',
    Offered = 'o',

    /// <summary>Other backends, pools or aliases: the number is the version of the board that has them.</summary>
    Replaced = 'd',
}
