using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

// Routing: at most max-attempts attempts, each to the backend that the pick prefers.
public static partial class WalkDecisions
{
    /// <summary>The request came.</summary>
    public static WalkState Begin(RequestArrived request, in Moment at)
    {
        var walk = new WalkState(request);
        if (at.Board.Catalog.Defined.Count == 0)
            return End(walk, WalkEnd.NoBackendConfigured);
        return at.Board.AnyServes(request.Model) ? Seek(walk, at) : End(walk, WalkEnd.NoBackendForModel);
    }

    /// <summary>The pick was made.</summary>
    /// <param name="walk">Which needed it.</param>
    /// <param name="backend">Its index; negative when there was none to choose.</param>
    /// <param name="at">The world then.</param>
    public static WalkState Picked(WalkState walk, int backend, in Moment at) => backend < 0 ? LeaveRouting(walk, at) : Ask(walk, backend);

    private static WalkState SeekAfterFailure(WalkState walk, in Moment at) => Seek(
        walk with
        {
            Failed = walk.Failed.With(walk.Next.Backend),
            HasOtherFailures = walk.HasOtherFailures || walk.LastFailed!.Verdict != AttemptVerdict.FailedAnswer,
            LastFailed = null,
        },
        at);

    private static WalkState Seek(WalkState walk, in Moment at)
    {
        if (!WalkBudget.MayAttemptInRouting(at.Policy, walk.Sent) || at.Remaining(walk) <= TimeSpan.Zero)
            return LeaveRouting(walk, at);
        var chance = walk.Chance;
        return walk with { Draw = chance.Next(), Chance = chance, Next = new NextNeed(Need.Pick) };
    }

    private static WalkState LeaveRouting(WalkState walk, in Moment at)
    {
        var primaryServes = at.Board.PrimaryServes(walk.Request.Model);
        return WalkBudget.AfterRouting(at.Policy, walk.Sent, !walk.HasOtherFailures, primaryServes, at.Remaining(walk)) switch
        {
            NextMove.RelayLastAnswer => walk with { Next = new NextNeed(Need.Relay) },
            NextMove.PrimaryWait => EnterWait(walk with { Kept = 0 }, at),
            NextMove.Emergency => EnterEmergency(walk with { Kept = 0 }, at),
            _ => End(walk, WalkEnd.Exhausted),
        };
    }
}
