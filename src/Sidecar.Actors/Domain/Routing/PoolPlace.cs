namespace Sidecar.Domain.Routing;

/// <summary>The place of an offer in the order of the pool's actions, which no clock gives: what the pool did since the last offer that
/// is known to be recorded.</summary>
/// <param name="First">The number of the first step listed.</param>
/// <param name="Steps">The steps, ending with the offer itself; null if the pool lists none.</param>
public readonly record struct PoolPlace(long First, IReadOnlyList<PoolStep>? Steps);

/// <summary>One action of the pool.</summary>
/// <param name="Kind">The kind of action.</param>
/// <param name="Number">The waiter's ticket; for a change, the number of events in the backend's state.</param>
/// <param name="Backend">For an offer and a change: the backend.</param>
public readonly record struct PoolStep(PoolStepKind Kind, long Number, string? Backend = null);

/// <summary>The pool's actions that determine its offers. Each is stored as this letter.</summary>
public enum PoolStepKind
{
    Joined = 'j',
    Left = 'l',
    Refused = 'r',
    Changed = 'c',
    Offered = 'o',

    /// <summary>Backends, pools or aliases were replaced: the number is the version of the board that has the new ones.</summary>
    Replaced = 'd',
}
