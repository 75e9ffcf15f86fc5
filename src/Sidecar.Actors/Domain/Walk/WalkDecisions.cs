using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk does because of a fact: its next state, and with it what it needs then. One method for each fact that may reach
/// it.</summary>
/// <remarks>The coordinator carries this out, and a replay calls it with recorded facts. Whoever changes a rule of the walk changes it
/// here.</remarks>
internal static partial class WalkDecisions
{
    /// <summary>A backend granted the lease: the attempt is sent.</summary>
    public static WalkState Granted(WalkState walk, in Moment at)
    {
        var sent = StillKept(walk) with
        {
            Sent = walk.Sent + 1,
            SentAt = at.Now,
            Refused = default,
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

    /// <summary>A backend refused the lease. That is no attempt, and costs nothing of any budget.</summary>
    public static WalkState Refused(WalkState walk, in Moment at) => walk.Phase switch
    {
        RequestPhase.Routing => Seek(walk with { Refused = walk.Refused.With(walk.Next.Backend) }, at),
        RequestPhase.PrimaryWait => WaitOn(walk, QueueWord.Refused, at),
        _ => Onward(walk, at),
    };

    /// <summary>An upstream answered, or failed to.</summary>
    public static WalkState Answered(WalkState walk, AttemptVerdict verdict, UpstreamError? error, in Moment at)
    {
        walk = AttemptShare.Count(walk, at.Now);
        if (verdict.IsRelayed())
            return walk with { Kept = walk.Sent, KeptAs = null, Next = new NextNeed(Need.Relay, walk.Next.Backend) };
        if (error == UpstreamError.ClientGone)
            return End(walk, WalkEnd.ClientGone);
        // Where to go next and what to tell the client of trying again depend on what this attempt did to its backend.
        return Keep(Remember(walk, verdict), verdict, AnswerUses.Of(verdict, walk.Phase)) with
        {
            RanShort = walk.RanShort || error == UpstreamError.Shortage,
            LastFailed = new FailedAttempt(verdict, error == UpstreamError.DeadlinePassed, at.Now),
            Next = new NextNeed(Need.Note, walk.Next.Backend),
        };
    }

    /// <summary>The board shows what the attempt that failed did to its backend.</summary>
    public static WalkState Noted(WalkState walk, in Moment at)
    {
        if (walk.LastFailed!.IsOutOfTime)
            return End(walk, WalkEnd.Exhausted);
        // A hang-up during the attempt is told to the call, and an answer may still have won the race against it.
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

    /// <summary>The client hung up while nothing was under way that would tell of it otherwise.</summary>
    public static WalkState HungUp(WalkState walk, in Moment at) =>
        walk.Phase == RequestPhase.PrimaryWait ? LeaveForGood(walk, QueueWord.None, at) : End(walk, WalkEnd.ClientGone);

    /// <summary>A lease is asked of the backend.</summary>
    internal static WalkState Ask(WalkState walk, int backend) =>
        walk with { Leases = walk.Leases + 1, Next = new NextNeed(Need.Lease, backend) };

    // A request that was too large for some is told so, rather than to come again as it is.
    private static WalkState End(WalkState walk, WalkEnd end, QueueWord queue = QueueWord.None) =>
        end == WalkEnd.Exhausted && walk.Kept > 0 && walk.KeptAs?.Verdict == AttemptVerdict.TooLarge
            ? walk with { Next = new NextNeed(Need.Relay, Queue: queue) }
            : walk with { Next = new NextNeed(Need.End, End: end, Queue: queue) };
}
