using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

// PrimaryWait: a place in the queue for a backend that has no capacity yet.
internal static partial class WalkDecisions
{
    /// <summary>The walk is about to wait, for the first time or again after a failed attempt. It does not wait if that cannot
    /// succeed.</summary>
    public static WalkState Foreseen(WalkState walk, in Outlook outlook, in Moment at)
    {
        if (walk.Wait is { } wait)
            return outlook.IsHopeless(wait.Until) ? LeaveWaiting(walk, QueueWord.None, at) : Join(walk, at);
        return !outlook.IsHopeless(WaitsUntil(walk, at)) ? EnterWait(walk, at)
            : WalkBudget.AfterPrimaryWait(at.Policy, at.Remaining(walk)) == NextMove.Emergency ? EnterEmergency(walk, at)
            : End(walk, WalkEnd.Exhausted);
    }

    /// <summary>When the wait that it has begun, or may begin, ends.</summary>
    public static DateTimeOffset WaitsUntil(WalkState walk, in Moment at)
    {
        if (walk.Wait is { } wait)
            return wait.Until;
        var (budget, remaining) = (at.Policy.PrimaryWait.Budget, at.Remaining(walk));
        return at.Now + (budget < remaining ? budget : remaining);
    }

    /// <summary>It has a place in the queue.</summary>
    public static WalkState Queued(WalkState walk, long ticket, in Moment at) =>
        WaitOn(walk with { Wait = walk.Wait! with { Ticket = ticket } }, QueueWord.None, at);

    /// <summary>The queue was full.</summary>
    public static WalkState QueueFull(WalkState walk, in Moment at) =>
        at.IsClientGone ? LeaveForGood(walk, QueueWord.None, at) : LeaveWaiting(walk, QueueWord.Full, at);

    /// <summary>It was offered a backend that may have capacity.</summary>
    public static WalkState Offered(WalkState walk, int backend) => Ask(walk, backend);

    /// <summary>The time of the phase is over while no attempt is running.</summary>
    public static WalkState TimeOver(WalkState walk, in Moment at) => LeaveWaiting(walk, QueueWord.GaveUp, at);

    private static WalkState EnterWait(WalkState walk, in Moment at)
    {
        var wait = new WaitState(at.Now, WaitsUntil(walk, at));
        for (var i = 0; i < at.Board.Catalog.Backends.Count; i++)
            if (walk.Setbacks.Spent.Contains(i))
                wait = wait with { NotBefore = wait.NotBefore.SetItem(i, DateTimeOffset.MaxValue) };
        return Join(walk with { Phase = RequestPhase.PrimaryWait, Wait = wait }, at);
    }

    private static WalkState Join(WalkState walk, in Moment at) =>
        walk with { Wait = walk.Wait! with { Since = at.Now }, Next = new NextNeed(Need.Place) };

    private static WalkState WaitOn(WalkState walk, QueueWord word, in Moment at)
    {
        if (at.IsClientGone)
            return LeaveForGood(walk, word, at);
        return at.Now < walk.Wait!.Until ? walk with { Next = new NextNeed(Need.Offer, Queue: word) }
            : LeaveWaiting(walk, word | QueueWord.GaveUp, at);
    }

    private static WalkState WaitAfterFailure(WalkState walk, in Moment at)
    {
        var wait = walk.Wait!;
        // A backend that failed but does not rest would be offered again at once; the interval prevents a burst of attempts.
        var isSpent = walk.Setbacks.Spent.Contains(walk.Next.Backend);
        var notBefore = wait.NotBefore.SetItem(
            walk.Next.Backend, isSpent ? DateTimeOffset.MaxValue : walk.Setbacks.LastFailed!.At + at.Policy.PrimaryWait.Interval);
        var waiting = walk with
        {
            Setbacks = walk.Setbacks with { LastFailed = null },
            Wait = wait with { NotBefore = notBefore },
        };
        return WalkBudget.MayWaitOn(at.Policy, wait.Sent, wait.Until, at.Now)
            ? waiting with { Next = new NextNeed(Need.Outlook) }
            : LeaveWaiting(waiting, QueueWord.GaveUp, at);
    }

    private static WalkState LeaveWaiting(WalkState walk, QueueWord word, in Moment at)
    {
        var left = walk with { Wait = Stopped(walk.Wait!, at) };
        if (WalkBudget.AfterPrimaryWait(at.Policy, at.Remaining(walk)) != NextMove.Emergency)
            return End(left, WalkEnd.Exhausted, word);
        var next = EnterEmergency(left, at);
        return next with { Next = next.Next with { Queue = word } };
    }

    private static WalkState LeaveForGood(WalkState walk, QueueWord word, in Moment at) =>
        End(walk with { Wait = Stopped(walk.Wait!, at) }, WalkEnd.ClientGone, word | QueueWord.Gone);

    private static WaitState Stopped(WaitState wait, in Moment at) =>
        wait.Since is { } since ? wait with { Since = null, Waited = wait.Waited + (at.Now - since) } : wait;
}
