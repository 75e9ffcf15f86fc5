using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk does because of a fact: its next state, which also says what the walk needs next. There is one method for each
/// fact.</summary>
/// <remarks>The coordinator executes these decisions, and a replay calls them with recorded facts. A rule of the walk is changed here
/// only.</remarks>
internal static partial class WalkDecisions
{
    /// <summary>A backend granted the lease: the attempt is sent.</summary>
    public static WalkState Granted(WalkState walk, in Moment at)
    {
        var sent = StillKept(walk) with
        {
            Sent = walk.Sent + 1,
            SentAt = at.Now,
            Setbacks = walk.Setbacks.AtNextPick(),
            Next = new NextNeed(Need.Answer, walk.Next.Backend),
        };
        return walk.Phase switch
        {
            RequestPhase.PrimaryWait =>
                sent with
                {
                    Wait = Stopped(walk.Wait!, at) with { Sent = walk.Wait!.Sent + 1 },
                    Next = sent.Next with { Queue = QueueWord.Served }
                },
            RequestPhase.Emergency => sent with { Round = walk.Round! with { HasSent = true } },
            _ => sent,
        };
    }

    /// <summary>A backend refused the lease. This is not an attempt and uses up no budget.</summary>
    public static WalkState Refused(WalkState walk, in Moment at) => walk.Phase switch
    {
        RequestPhase.Routing => Seek(
            walk with { Setbacks = walk.Setbacks with { Refused = walk.Setbacks.Refused.With(walk.Next.Backend) } }, at),
        RequestPhase.PrimaryWait => WaitOn(walk, QueueWord.Refused, at),
        _ => Onward(walk, at),
    };

    /// <summary>An upstream answered, or failed to.</summary>
    public static WalkState Answered(WalkState walk, AttemptVerdict verdict, UpstreamError? error, in Moment at)
    {
        if (verdict.IsRelayed())
            return walk with { Kept = walk.Sent, KeptAs = null, Next = new NextNeed(Need.Relay, walk.Next.Backend) };
        walk = AttemptShare.Count(walk, at.Now);
        if (error == UpstreamError.ClientGone)
            return End(walk, WalkEnd.ClientGone);
        // Where to go next, and when the client should try again, depend on what this attempt did to its backend.
        var kept = Keep(walk, verdict, AnswerUses.Of(verdict, walk.Phase));
        return kept with
        {
            Setbacks = Remember(kept.Setbacks, verdict, walk.Next.Backend) with
            {
                RanShort = walk.Setbacks.RanShort || error == UpstreamError.Shortage,
                LastFailed = new FailedAttempt(verdict, error == UpstreamError.DeadlinePassed, at.Now),
            },
            Next = new NextNeed(Need.Note, walk.Next.Backend),
        };
    }

    /// <summary>The board shows what the failed attempt did to its backend.</summary>
    public static WalkState Noted(WalkState walk, in Moment at)
    {
        if (walk.Setbacks.LastFailed!.IsOutOfTime)
            return End(walk, WalkEnd.Exhausted);
        // A hang-up during the attempt is told to the call, and an answer may have come before it.
        if (at.IsClientGone)
            return End(walk, WalkEnd.ClientGone);
        if (HasTheLastWord(walk, at))
            return Relay(walk);
        return walk.Phase switch
        {
            RequestPhase.Routing => SeekAfterFailure(walk, at),
            RequestPhase.PrimaryWait => WaitAfterFailure(walk, at),
            _ => OnwardAfterFailure(walk, at),
        };
    }

    /// <summary>The client hung up while no call was running that would have reported it.</summary>
    public static WalkState HungUp(WalkState walk, in Moment at) =>
        walk.Phase == RequestPhase.PrimaryWait ? LeaveForGood(walk, QueueWord.None, at) : End(walk, WalkEnd.ClientGone);

    /// <summary>Asks a backend for a lease.</summary>
    internal static WalkState Ask(WalkState walk, int backend) =>
        walk with { Leases = walk.Leases + 1, Next = new NextNeed(Need.Lease, backend) };

    // A request that was too large for some backends is told so; else the client would send it again unchanged.
    private static WalkState End(WalkState walk, WalkEnd end, QueueWord queue = QueueWord.None) =>
        end == WalkEnd.Exhausted && walk.Kept > 0 && walk.KeptAs?.Verdict == AttemptVerdict.TooLarge
            ? walk with { Next = new NextNeed(Need.Relay, Queue: queue) }
            : walk with { Next = new NextNeed(Need.End, End: end, Queue: queue) };
}
