using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

// Emergency: rounds over every backend that serves the model, cooling ones included, at a reduced rate.
internal static partial class WalkDecisions
{
    /// <summary>A round begins with this order.</summary>
    /// <param name="walk">The walk that needs it.</param>
    /// <param name="order">The backends in the order in which they are asked, by index.</param>
    /// <param name="at">Time, policy and board.</param>
    public static WalkState RoundBegan(WalkState walk, IReadOnlyList<int> order, in Moment at)
    {
        var round = walk.Round!;
        return order.Count == 0
            ? End(walk, WalkEnd.Exhausted)
            : Onward(walk with { Round = round with { Number = round.Number + 1, Order = order, Next = 0, HasSent = false } }, at);
    }

    private static WalkState EnterEmergency(WalkState walk, in Moment at)
    {
        var rejected = walk.Setbacks.Spent.Union(walk.Setbacks.RefusedTwice);
        return Onward(walk with { Phase = RequestPhase.Emergency, Round = new RoundState { Rejected = rejected } }, at);
    }

    private static Setbacks Remember(Setbacks known, AttemptVerdict verdict, int backend) =>
        !IsRefusal(verdict) ? known
        : known.Refusers.Contains(backend) ? known with { RefusedTwice = known.RefusedTwice.With(backend) }
        : known with { Refusers = known.Refusers.With(backend) };

    private static bool IsRefusal(AttemptVerdict verdict) => verdict is AttemptVerdict.RateLimited or AttemptVerdict.Overloaded;

    private static WalkState OnwardAfterFailure(WalkState walk, in Moment at)
    {
        var (round, failed) = (walk.Round!, walk.Setbacks.LastFailed!.Verdict);
        // A backend that refused this walk once will refuse it in the next round too, and asking adds to its load.
        var isOver = failed == AttemptVerdict.CredentialsRejected || IsRefusal(failed)
            || walk.Setbacks.Spent.Contains(walk.Next.Backend);
        var rejected = isOver ? round.Rejected.With(walk.Next.Backend) : round.Rejected;
        return Onward(walk with
        {
            Setbacks = walk.Setbacks with { LastFailed = null },
            Round = round with { Rejected = rejected },
        }, at);
    }

    private static WalkState Onward(WalkState walk, in Moment at)
    {
        var round = walk.Round!;
        if (round.Next >= round.Order.Count)
            return WalkBudget.MayStartRound(at.Policy, round.Number, round.HasSent, at.Remaining(walk))
                ? walk with { Next = new NextNeed(Need.Round) }
                : End(walk, WalkEnd.Exhausted);
        if (at.Remaining(walk) <= TimeSpan.Zero)
            return End(walk, WalkEnd.Exhausted);
        return at.IsClientGone
            ? End(walk, WalkEnd.ClientGone)
            : Ask(walk with { Round = round with { Next = round.Next + 1 } }, round.Order[round.Next]);
    }
}
