namespace Sidecar.Domain.Audit;

/// <summary>The event that kept a request away from a backend, as far as the journal tells.</summary>
/// <param name="Exclusion">The backend's state for the request by the journal: <c>cooling:…</c>, <c>probing</c>, or null if it was
/// open.</param>
/// <param name="Until">When that would have ended.</param>
/// <param name="Event">The event that began the rest or leased the probe; null if the journal has none.</param>
/// <param name="Extended">The later event that moved the deadline.</param>
/// <param name="Race">Set if the data behind the decision and the journal differ.</param>
public sealed record CooldownCause(
    string? Exclusion, DateTimeOffset? Until, JournalledEvent? Event, JournalledEvent? Extended, BoardRace? Race);

/// <summary>A pick used data that differ from the journal's at that instant, because an event was on its way.</summary>
/// <param name="Order">Whether the pick's data were older or newer than the event.</param>
/// <param name="Before">The backend just before the event: <c>cooling:…</c>, <c>probing</c>, or null if it was open.</param>
/// <param name="After">The backend just after it.</param>
/// <param name="Event">The event; null if none near that instant explains the difference.</param>
public sealed record BoardRace(RaceOrder Order, string? Before, string? After, JournalledEvent? Event);

/// <summary>Which came first, the pick or the event.</summary>
public enum RaceOrder
{
    /// <summary>The pick did not know of the event yet.</summary>
    PickWasFirst,

    /// <summary>The pick knew of the event, although it had read its clock before the event's instant.</summary>
    EventWasFirst,

    /// <summary>The journal does not explain what the pick saw.</summary>
    Unexplained,
}
