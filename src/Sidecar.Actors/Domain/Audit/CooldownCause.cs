namespace Sidecar.Domain.Audit;

/// <summary>Which event kept a request away from a backend, as far as the journal tells.</summary>
/// <param name="Exclusion">What the journal says that the backend was for the request: <c>cooling:…</c>, <c>probing</c>, or null for
/// open.</param>
/// <param name="Until">When that would have ended.</param>
/// <param name="Event">The event that began the rest, or leased the probe; null when the journal has none.</param>
/// <param name="Extended">The later event that moved the deadline.</param>
/// <param name="Race">Set where what was decided from and the journal differ.</param>
public sealed record CooldownCause(
    string? Exclusion, DateTimeOffset? Until, JournalledEvent? Event, JournalledEvent? Extended, BoardRace? Race);

/// <summary>What a pick looked at was not what the journal holds for that instant: an event was on its way.</summary>
/// <param name="Order">Whether what the pick looked at was older than the event.</param>
/// <param name="Before">The backend just before the event: <c>cooling:…</c>, <c>probing</c>, or null for open.</param>
/// <param name="After">The backend just after it.</param>
/// <param name="Event">The event; null when none near that instant accounts for the difference.</param>
public sealed record BoardRace(RaceOrder Order, string? Before, string? After, JournalledEvent? Event);

/// <summary>Who was ahead.</summary>
public enum RaceOrder
{
    /// <summary>The pick did not know the event yet.</summary>
    PickWasFirst,

    /// <summary>The pick knew the event although its own clock had been read before.</summary>
    EventWasFirst,

    /// <summary>The journal does not account for what the pick saw.</summary>
    Unexplained,
}
