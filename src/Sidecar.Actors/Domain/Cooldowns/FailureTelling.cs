using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Which counts of failures in a row are written to the journal: a change is written at once, and those of the following second as
/// one event with the final count.</summary>
/// <remarks>A busy backend on which every tenth answer fails would otherwise write two events for each failure, and none would say anything
/// new. The failure that starts a rest is never held back, and its event contains the count.</remarks>
/// <param name="Since">When a count was last written to the journal.</param>
/// <param name="Number">The count that the journal holds.</param>
internal sealed record FailureTelling(DateTimeOffset Since, int Number)
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly Cause NoRequest = new(null);

    /// <summary>The state in which nothing was written recently.</summary>
    public static FailureTelling Of(int failures) => new(DateTimeOffset.MinValue, failures);

    /// <summary>Whether the event sums up a second rather than reporting one request.</summary>
    public static bool IsOfSecond(IBackendEvent happened) => IsCount(happened) && happened.Cause.RequestId is null;

    /// <summary>Whether there may be counts that are not in the journal; then the place of each success among them has to be
    /// recorded.</summary>
    public bool IsUnderWay(DateTimeOffset now) => now - Since < 2 * Period;

    /// <summary>Whether these events only count and can wait until the end of the second.</summary>
    public bool Waits(IReadOnlyList<IBackendEvent> events, DateTimeOffset now) =>
        events.Count == 1 && IsCount(events[0]) && now - Since < Period;

    /// <summary>Takes note that this event was written to the journal.</summary>
    public FailureTelling Tell(IBackendEvent happened) => happened switch
    {
        V1.FailureCounted counted => new FailureTelling(counted.At, counted.Failures),
        V1.FailuresCleared cleared => new FailureTelling(cleared.At, 0),
        V1.CooldownStarted started => this with { Number = started.Failures },
        _ => this,
    };

    /// <summary>The event that is due when the second is over, or when somebody reads the state; null if none is.</summary>
    public IBackendEvent? End(int failures, DateTimeOffset now) => failures == Number ? null
        : failures == 0 ? new V1.FailuresCleared(now, NoRequest)
        : new V1.FailureCounted(now, failures, NoRequest);

    /// <summary>Whether the event only counts.</summary>
    public static bool IsCount(IBackendEvent happened) => happened is V1.FailureCounted or V1.FailuresCleared;
}
