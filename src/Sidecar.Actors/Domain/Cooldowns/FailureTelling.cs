using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Domain.Cooldowns;

/// <summary>Which counts of failures in a row the journal is told: a change at once, those of the second behind it as one event, with the
/// number that they came to.</summary>
/// <remarks>A busy backend of which every tenth answer fails would otherwise write two events for each, and none says anything new.
/// What sends it to rest is never held back, and tells the number itself.</remarks>
/// <param name="Since">When the journal was last told a count.</param>
/// <param name="Number">The number as the journal knows it.</param>
internal sealed record FailureTelling(DateTimeOffset Since, int Number)
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly Cause NoRequest = new(null);

    /// <summary>Nothing was told of late.</summary>
    public static FailureTelling Of(int failures) => new(DateTimeOffset.MinValue, failures);

    /// <summary>It is one of a second's rather than of a request's.</summary>
    public static bool IsOfSecond(IBackendEvent happened) => IsCount(happened) && happened.Cause.RequestId is null;

    /// <summary>Something may have been counted that the journal was not told, so that successes need a place among it.</summary>
    public bool IsUnderWay(DateTimeOffset now) => now - Since < 2 * Period;

    /// <summary>These do nothing but count, and the journal is told at the end of the second.</summary>
    public bool Waits(IReadOnlyList<IBackendEvent> events, DateTimeOffset now) =>
        events.Count == 1 && IsCount(events[0]) && now - Since < Period;

    /// <summary>The journal is told this.</summary>
    public FailureTelling Tell(IBackendEvent happened) => happened switch
    {
        V1.FailureCounted counted => new FailureTelling(counted.At, counted.Failures),
        V1.FailuresCleared cleared => new FailureTelling(cleared.At, 0),
        V1.CooldownStarted started => this with { Number = started.Failures },
        _ => this,
    };

    /// <summary>The second is over, or somebody looks: the event that is due, or null.</summary>
    public IBackendEvent? End(int failures, DateTimeOffset now) => failures == Number ? null
        : failures == 0 ? new V1.FailuresCleared(now, NoRequest)
        : new V1.FailureCounted(now, failures, NoRequest);

    /// <summary>It does nothing but count.</summary>
    public static bool IsCount(IBackendEvent happened) => happened is V1.FailureCounted or V1.FailuresCleared;
}
