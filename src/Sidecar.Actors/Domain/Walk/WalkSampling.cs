using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>Which walks are worth keeping: every one that met trouble, and a share of those that did not.</summary>
public static class WalkSampling
{
    // Apart from the numbers that the walk itself draws from its seed: what is kept must not depend on how it was routed.
    private const ulong OwnSequence = 0xD1B54A32D192ED03;

    /// <param name="facts">Of a walk that has ended.</param>
    /// <param name="share">Of plain walks, 0 to 1. The same seed is kept or left out each time, and one that a small share keeps, a larger
    /// one keeps too.</param>
    public static bool Keeps(IReadOnlyList<WalkFact> facts, double share) =>
        share >= 1 || !IsPlain(facts) || (SeedOf(facts) is { } seed && new Chance(seed ^ OwnSequence).Next() < share);

    /// <summary>Its first backend gave the whole answer, without waiting and before the emergency phase.</summary>
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
