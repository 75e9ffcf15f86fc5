using Sidecar.Domain.Attempts;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

// Routing: at most max-attempts attempts, each to the preferred backend.
internal static partial class WalkDecisions
{
    /// <summary>The request has arrived.</summary>
    public static WalkState Begin(RequestArrived request, in Moment at)
    {
        // A request that is too large for a backend is never sent to it while it fits elsewhere.
        var others = at.Board.AllBut(request.Maker);
        var unable = at.Board.CannotTake(request.Ask).Union(others);
        var useless = unable.Union(at.Board.TooSmallFor(request.Model, request.Tokens, request.Input, unable));
        var walk = new WalkState(request) { Setbacks = Setbacks.Without(useless) };
        if (at.Board.Catalog.Defined.Count == 0)
            return End(walk, WalkEnd.NoBackendConfigured);
        if (at.Board.AnyServes(request.Model, at.Now, unable))
            return Seek(walk, at);
        return End(walk, !at.Board.AnyServes(request.Model, at.Now) ? WalkEnd.NoBackendForModel
            : IsKeptFromTranslation(request, at) ? WalkEnd.Untranslatable : WalkEnd.NoBackendForApi);
    }

    private static bool HasMaker(WalkState walk, in Moment at) =>
        walk.Request.Maker is { } maker && at.Board.Catalog.IndexOf(maker) is var index and >= 0
            && at.Board.Catalog.Backends[index].Enabled;

    // A backend could take the request if something in it did not prevent the translation.
    private static bool IsKeptFromTranslation(RequestArrived request, in Moment at)
    {
        if (request.Ask.Obstacle is null)
            return false;
        for (var i = 0; i < at.Board.Catalog.Backends.Count; i++)
            if (at.Board.IsInSomePool(i) && at.Board.Serves(i, request.Model)
                && request.Ask.MayBeTranslatedFor(at.Board.Catalog.Backends[i]))
                return true;
        return false;
    }

    /// <summary>A backend was picked.</summary>
    /// <param name="walk">The walk that needed the pick.</param>
    /// <param name="backend">Its index; negative if there was none to choose.</param>
    /// <param name="at">Time, policy and board.</param>
    public static WalkState Picked(WalkState walk, int backend, in Moment at) => backend < 0 ? LeaveRouting(walk, at) : Ask(walk, backend);

    private static WalkState SeekAfterFailure(WalkState walk, in Moment at)
    {
        var (known, failed) = (walk.Setbacks, walk.Setbacks.LastFailed!.Verdict);
        var also = failed == AttemptVerdict.Unsupported ? SameHost(walk.Next.Backend, at) : default(BackendSet).With(walk.Next.Backend);
        return Seek(
            walk with
            {
                Setbacks = known with
                {
                    Failed = known.Failed.Union(also),
                    HasOtherFailures = known.HasOtherFailures || AnswerUses.Of(failed, walk.Phase) == AnswerUse.Dropped,
                    LastFailed = null,
                },
            },
            at);
    }

    private static WalkState Seek(WalkState walk, in Moment at)
    {
        if (!WalkBudget.MayAttemptInRouting(at.Policy, walk.Sent) || at.Remaining(walk) <= TimeSpan.Zero)
            return LeaveRouting(walk, at);
        var chance = walk.Chance;
        return walk with { Draw = chance.Next(), Chance = chance, Next = new NextNeed(Need.Pick) };
    }

    private static WalkState LeaveRouting(WalkState walk, in Moment at)
    {
        if (RelaysKept(walk, at))
            return Relay(walk);
        // Only that backend can serve the request, and a prompt answer with the time of its recovery serves the client better than a
        // wait.
        if (HasMaker(walk, at))
            return End(walk, WalkEnd.Exhausted);
        var isWorthWaiting = at.Board.IsWorthWaiting(walk.Request.Model, at.Policy.PrimaryWait.For, walk.Setbacks.Spent, at.Now);
        return WalkBudget.AfterRouting(at.Policy, isWorthWaiting, at.Remaining(walk)) switch
        {
            NextMove.PrimaryWait => StillKept(walk) with { Next = new NextNeed(Need.Outlook) },
            NextMove.Emergency => EnterEmergency(StillKept(walk), at),
            _ => End(walk, WalkEnd.Exhausted),
        };
    }
}
