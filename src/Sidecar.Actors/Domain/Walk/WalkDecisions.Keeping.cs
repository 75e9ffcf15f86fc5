using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

// Answers that are about this request alone: kept while other backends are asked, and given to the client if none answers better.
internal static partial class WalkDecisions
{
    private static WalkState Keep(WalkState walk, AttemptVerdict verdict, AnswerUse use)
    {
        var kept = walk.KeptAs is { Use: AnswerUse.KeptFirst } || use == AnswerUse.Dropped
            ? walk
            : walk with { Kept = walk.Sent, KeptAs = new KeptAnswer(verdict, use) };
        if (AnswerUses.IsAboutRequest(verdict))
            kept = kept with { Setbacks = walk.Setbacks with { Spent = walk.Setbacks.Spent.With(walk.Next.Backend) } };
        // After a complaint about a parameter only one other provider is asked: it is seldom the provider's fault.
        return verdict == AttemptVerdict.Unsupported && walk.Setbacks.LastTry == 0
            ? kept with { Setbacks = kept.Setbacks with { LastTry = walk.Sent + 1 } } : kept;
    }

    // When another attempt is sent, only a first answer about the request itself is still worth giving after it.
    private static WalkState StillKept(WalkState walk) =>
        walk.Kept == 0 || walk.KeptAs is { Use: AnswerUse.KeptFirst } ? walk : walk with { Kept = 0, KeptAs = null };

    private static WalkState Relay(WalkState walk) => walk with { Next = new NextNeed(Need.Relay) };

    // At the end of Routing.
    private static bool RelaysKept(WalkState walk, in Moment at)
    {
        if (walk.Kept == 0 || walk.KeptAs is not { } kept)
            return false;
        if (!AnswerUses.IsWorthWaiting(kept.Verdict))
            return kept.Use == AnswerUse.KeptFirst || !walk.Setbacks.HasOtherFailures;
        var hasBudget = walk.Setbacks.HasOtherFailures || WalkBudget.MayAttemptInRouting(at.Policy, walk.Sent);
        return !hasBudget || !AnybodyElse(walk, walk.Setbacks.HasOtherFailures ? walk.Setbacks.Spent : walk.Setbacks.Failed, at);
    }

    // After an attempt in a later phase, and after the one other provider was asked.
    private static bool HasTheLastWord(WalkState walk, in Moment at) =>
        walk.Kept > 0 && walk.KeptAs is { } kept
        && ((walk.Setbacks.LastTry > 0 && walk.Sent >= walk.Setbacks.LastTry)
            || (walk.Phase != RequestPhase.Routing
                && (!AnswerUses.IsWorthWaiting(kept.Verdict) || !AnybodyElse(walk, walk.Setbacks.Spent, at))));

    // Whether another backend could still answer differently, even if only after a rest.
    private static bool AnybodyElse(WalkState walk, BackendSet without, in Moment at)
    {
        foreach (var members in at.Board.Catalog.PoolMembers)
            foreach (var index in members)
                if (at.Board.Serves(index, walk.Request.Model) && !without.Contains(index)
                    && !at.Board.States[index].LacksCredentials(at.Now) && !at.Board.States[index].LacksModel(walk.Request.Model, at.Now))
                    return true;
        return false;
    }

    // All backends at the same host are one provider.
    private static BackendSet SameHost(int backend, in Moment at)
    {
        var backends = at.Board.Catalog.Backends;
        var host = HostOf(backends[backend]);
        var same = default(BackendSet).With(backend);
        for (var i = 0; i < backends.Count; i++)
            if (HostOf(backends[i]).Equals(host, StringComparison.OrdinalIgnoreCase))
                same = same.With(i);
        return same;
    }

    private static string HostOf(Backend backend) =>
        Uri.TryCreate(backend.BaseUrl, UriKind.Absolute, out var url) ? url.Host : backend.BaseUrl;
}

/// <summary>An answer that is kept for want of a better one.</summary>
internal sealed record KeptAnswer(AttemptVerdict Verdict, AnswerUse Use);
