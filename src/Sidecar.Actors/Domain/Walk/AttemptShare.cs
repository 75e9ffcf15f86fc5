using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>How much of the walk's deadline one attempt may take until its first event.</summary>
/// <remarks>A backend that hangs must leave time for the next.</remarks>
internal static class AttemptShare
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    /// <summary>Half of what is left, at least 10 s, while another backend could still be asked; null: all that is left. An answer in one
    /// piece takes as long as it takes to make: only streams are cut.</summary>
    /// <param name="walk">With the attempt counted as sent.</param>
    /// <param name="backend">Whom it is sent to.</param>
    /// <param name="at">The instant of sending.</param>
    public static TimeSpan? Of(WalkState walk, int backend, in Moment at)
    {
        if (!walk.Request.Stream)
            return null;
        var remaining = at.Remaining(walk);
        var half = remaining / 2;
        var share = half > Least ? half : Least;
        return share < remaining && CouldAskAnother(walk, backend, at) ? share : null;
    }

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
