using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Audit;

/// <summary>A time without a gap in which a backend, or one model on it, rested. Rests begun or extended while it lasted are its
/// parts.</summary>
/// <param name="Model">Null for the whole backend.</param>
/// <param name="To">Excluded; for a rest that still lasts, the end it is to have as far as is known.</param>
/// <param name="Reason">Of the last part, as are streak and cause: what a new part changes, it changes for the rest that remains.</param>
public sealed record CooldownInterval(
    string? Model, DateTimeOffset From, DateTimeOffset To, IntervalEnd End, IReadOnlyList<IntervalPart> Parts)
{
    public CooldownReason Reason => Parts[^1].Reason;

    public int Streak => Parts[^1].Streak;

    public Cause? Cause => Parts[^1].Cause;

    /// <summary>How much of it lies in a range.</summary>
    public TimeSpan Within(DateTimeOffset from, DateTimeOffset to)
    {
        var (begin, end) = (From > from ? From : from, To < to ? To : to);
        return end > begin ? end - begin : TimeSpan.Zero;
    }
}

/// <summary>One cause of a rest: begun, begun again, or extended by a late answer.</summary>
/// <param name="Until">The end of the rest as this cause left it.</param>
public sealed record IntervalPart(
    DateTimeOffset At, CooldownReason Reason, DateTimeOffset Until, int Streak, bool IsExtension, Cause? Cause);

/// <summary>What became of a rest.</summary>
public enum IntervalEnd
{
    /// <summary>It lasts at the end of what was looked at.</summary>
    Resting,

    /// <summary>Its deadline passed, and no probe has told yet whether the backend is well.</summary>
    AwaitingProbe,

    /// <summary>Its deadline passed and a probe was answered well.</summary>
    ProbeClosed,

    /// <summary>Its deadline passed, and the backend was sent to rest again before a probe was answered well.</summary>
    RestedAgain,

    /// <summary>An operator made the backend available.</summary>
    Operator,
}
