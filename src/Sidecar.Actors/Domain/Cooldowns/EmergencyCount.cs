using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Which events emergency activations produce: the first is written at once, those of each following second as one event with
/// their number. In an outage every request causes an activation, and an event for each would say nothing new.</summary>
/// <param name="IsOpen">A second is being counted: <see cref="End"/> will be called.</param>
/// <param name="Counted">Activations in it that are in no event yet.</param>
/// <param name="First">The first of those.</param>
internal sealed record EmergencyCount(bool IsOpen, int Counted, V1.EmergencyActivated? First)
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static readonly EmergencyCount None = new(false, 0, null);

    /// <summary>Counts one more; returns the event that is due now, or null.</summary>
    public (EmergencyCount Next, V1.EmergencyActivated? Due) Add(V1.EmergencyActivated one) => IsOpen
        ? (this with { Counted = Counted + 1, First = First ?? one }, null)
        : (new EmergencyCount(true, 0, null), one);

    /// <summary>The second is over; returns the event that is due now, or null.</summary>
    public (EmergencyCount Next, V1.EmergencyActivated? Due) End(DateTimeOffset at) => First is { } first
        ? (new EmergencyCount(true, 0, null), first with { At = at, Activations = Counted })
        : (None, null);
}
