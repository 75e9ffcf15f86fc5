using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>Which walks are stored: every one with trouble, and a share of those without.</summary>
public static class WalkSampling
{
    // Separate from the random numbers of the walk itself: whether a walk is stored must not depend on how it was routed.
    private const ulong OwnSequence = 0xD1B54A32D192ED03;

    /// <param name="facts">The facts of a finished walk.</param>
    /// <param name="share">The share of plain walks to keep, 0 to 1. The same seed always gives the same result, and a larger share keeps
    /// all that a smaller one keeps.</param>
    public static bool Keeps(IReadOnlyList<WalkFact> facts, double share) =>
        share >= 1 || !IsPlain(facts) || (SeedOf(facts) is { } seed && new Chance(seed ^ OwnSequence).Next() < share);

    /// <summary>Its first backend gave the whole answer, without a wait and before the emergency phase.</summary>
    public static bool IsPlain(IReadOnlyList<WalkFact> facts)
    {
        var attempts = 0;
        for (var i = 0; i < facts.Count; i++)
            switch (facts[i])
            {
                case WaitBegan:
                case BackendPicked { Phase: RequestPhase.Emergency }:
                    return false;
                case WalkEnded ended when ended.Status is < 200 or > 299 || ended.Code != RelayOutcomeNames.Completed:
                    return false;
                case UpstreamAnswered:
                    attempts++;
                    break;
            }
        return attempts == 1;
    }

    private static ulong? SeedOf(IReadOnlyList<WalkFact> facts) =>
        facts.Count > 0 && facts[0] is RequestArrived arrived ? arrived.Seed : null;
}
