using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Audit;

/// <summary>A time without a gap in which a backend, or one model on it, rested. Each rest begun or extended during it is a part of
/// it.</summary>
/// <param name="Model">Null for the whole backend.</param>
/// <param name="To">Exclusive; for a rest that still lasts, its expected end.</param>
/// <param name="Reason">Like streak and cause, of the last part, because a new part replaces them for the rest of the interval.</param>
public sealed record CooldownInterval(
    string? Model, DateTimeOffset From, DateTimeOffset To, IntervalEnd End, IReadOnlyList<IntervalPart> Parts)
{
    public CooldownReason Reason => Parts[^1].Reason;

    public int Streak => Parts[^1].Streak;

    public Cause? Cause => Parts[^1].Cause;

    /// <summary>How much of the interval lies in a range.</summary>
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

/// <summary>How a rest ended.</summary>
public enum IntervalEnd
{
    /// <summary>It still lasts at the end of the range.</summary>
    Resting,

    /// <summary>Its deadline passed, and no probe has shown yet whether the backend works.</summary>
    AwaitingProbe,

    /// <summary>Its deadline passed and a probe succeeded.</summary>
    ProbeClosed,

    /// <summary>Its deadline passed, and the backend was sent to rest again before a probe succeeded.</summary>
    RestedAgain,

    /// <summary>An operator made the backend available.</summary>
    Operator,
}
