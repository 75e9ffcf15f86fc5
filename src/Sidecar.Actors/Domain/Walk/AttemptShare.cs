using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>How much of the walk's deadline one attempt may take until its first event.</summary>
/// <remarks>A backend that hangs must leave time for the next.</remarks>
internal static class AttemptShare
{
    /// <summary>The shortest share. A backend that stays silent for less than this has not timed out.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    /// <summary>Half of the time left, at least 10 s, while another backend could still be asked, else all of it. Only streams are
    /// limited: how long a plain answer takes to generate cannot be known.</summary>
    /// <param name="walk">The walk, with this attempt already counted as sent.</param>
    /// <param name="backend">The backend that it is sent to.</param>
    /// <param name="at">The instant of sending.</param>
    public static AttemptTime Of(WalkState walk, int backend, in Moment at)
    {
        if (!walk.Request.Stream)
            return AttemptTime.Unbounded;
        var remaining = at.Remaining(walk);
        var half = remaining / 2;
        var share = half > Least ? half : Least;
        return share < remaining && CouldAskAnother(walk, backend, at) ? new AttemptTime(share, IsShare: true, IsFair: true)
            : new AttemptTime(remaining, IsShare: false, IsFair: remaining >= Least);
    }

    /// <summary>An attempt is over: its time counts against the deadline only if the request is streamed.</summary>
    internal static WalkState Count(WalkState walk, DateTimeOffset now) =>
        walk.Request.Stream || now <= walk.SentAt ? walk : walk with { Uncounted = walk.Uncounted + (now - walk.SentAt) };

    private static bool CouldAskAnother(WalkState walk, int backend, in Moment at)
    {
        if (walk.Phase != RequestPhase.Routing || !WalkBudget.MayAttemptInRouting(at.Policy, walk.Sent))
            return false;
        var (board, model) = (at.Board, walk.Request.Model);
        var asked = walk.Setbacks.Failed.Union(walk.Setbacks.Spent).With(backend);
        for (var index = 0; index < board.Catalog.Backends.Count; index++)
            if (!asked.Contains(index) && board.IsInSomePool(index) && board.Serves(index, model)
                && board.States[index].IsOpenFor(model, at.Now))
                return true;
        return false;
    }
}

/// <summary>The time that an attempt is given until its first event.</summary>
/// <param name="Length">How long it may take.</param>
/// <param name="IsShare">The deadline leaves more time than this: the walk goes on when the attempt is cut off.</param>
/// <param name="IsFair">The time is long enough that a backend which stays silent has timed out; else the walk ran out of time.</param>
internal readonly record struct AttemptTime(TimeSpan Length, bool IsShare, bool IsFair)
{
    /// <summary>No limit here: only the backend's own timeouts end the attempt.</summary>
    // Timers and clocks differ by some ms.
    private static readonly TimeSpan Inexact = TimeSpan.FromMilliseconds(20);

    /// <summary>An attempt that took so long was cut off by it, and not by a timeout of its backend.</summary>
    public bool IsShareOver(TimeSpan took) => IsShare && took >= Length - Inexact;

    public static readonly AttemptTime Unbounded = new(TimeSpan.MaxValue, IsShare: false, IsFair: true);
}
