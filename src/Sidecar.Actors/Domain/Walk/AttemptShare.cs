using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>How much of the walk's deadline one attempt may take until its first event.</summary>
/// <remarks>A backend that hangs must leave time for the next.</remarks>
internal static class AttemptShare
{
    /// <summary>No share is shorter, and no shorter time tells of the backend.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    /// <summary>Half of what is left, at least 10 s, while another backend could still be asked, else all that is left. An answer in one
    /// piece takes as long as it takes to make: only streams are cut.</summary>
    /// <param name="walk">With the attempt counted as sent.</param>
    /// <param name="backend">Whom it is sent to.</param>
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

    /// <summary>An attempt is over: what it took counts, unless its answer was to come in one piece.</summary>
    internal static WalkState Count(WalkState walk, DateTimeOffset now) =>
        walk.Request.Stream || now <= walk.SentAt ? walk : walk with { Uncounted = walk.Uncounted + (now - walk.SentAt) };

    private static bool CouldAskAnother(WalkState walk, int backend, in Moment at)
    {
        if (walk.Phase != RequestPhase.Routing || !WalkBudget.MayAttemptInRouting(at.Policy, walk.Sent))
            return false;
        var (board, model) = (at.Board, walk.Request.Model);
        var asked = walk.Failed.Union(walk.Spent).With(backend);
        for (var index = 0; index < board.Catalog.Backends.Count; index++)
            if (!asked.Contains(index) && board.IsInSomePool(index) && board.Serves(index, model)
                && board.States[index].IsOpenFor(model, at.Now))
                return true;
        return false;
    }
}

/// <summary>The time that an attempt is given until its first event.</summary>
/// <param name="Length">How long.</param>
/// <param name="IsShare">More is left of the deadline: cut then, the walk goes on.</param>
/// <param name="IsFair">So long that a backend which says nothing meanwhile has timed out, rather than the walk run out of
/// time.</param>
internal readonly record struct AttemptTime(TimeSpan Length, bool IsShare, bool IsFair)
{
    /// <summary>The backend's own timeouts alone end it.</summary>
    public static readonly AttemptTime Unbounded = new(TimeSpan.MaxValue, IsShare: false, IsFair: true);
}
