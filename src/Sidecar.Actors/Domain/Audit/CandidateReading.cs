using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>Explains the state of the backends that a walk considered.</summary>
internal static class CandidateReading
{
    public static IReadOnlyList<Candidate>? Read(StoredFact fact, string model, WalkEvidence evidence) =>
        fact.Candidates is { } noted ? [.. noted.Select(c => Read(c.Key, c.Value, fact.At, model, evidence))] : null;

    private static Candidate Read(string backend, StoredCandidate noted, DateTimeOffset at, string model, WalkEvidence evidence)
    {
        if (noted.Until is { } until)
            return Resting(backend, null, until, Find(IsCooling),
                "it rested, or was being probed; an emergency still asks it, soonest recovery first");
        switch (noted.Why)
        {
            case null:
                return new Candidate(backend, noted.Load, null, null, null, RaceOf(backend, at, model, evidence));
            case "credentials":
                return Resting(
                    backend, noted.Why, null, Find(told => told == "cooling:credentials"), ExclusionWords.OfExclusion(noted.Why));
            case Exclusion.Probing:
                return Resting(backend, noted.Why, null, Find(told => told == noted.Why), ExclusionWords.OfExclusion(noted.Why));
            case { } why when why.StartsWith(Exclusion.Cooling, StringComparison.Ordinal):
                return Resting(backend, why, null, Find(told => told == why), ExclusionWords.OfExclusion(why));
            default:
                return new Candidate(backend, null, noted.Why, ExclusionWords.OfExclusion(noted.Why,
                    evidence.HistoryOf(backend).LimitAt(at, model)), null, null);
        }

        CooldownCause Find(Func<string?, bool> isTold) => CooldownSearch.Find(evidence.HistoryOf(backend), model, at, noted.Why, isTold);
    }

    private static Candidate Resting(string backend, string? why, DateTimeOffset? until, CooldownCause rest, string because) =>
        new(backend, null, why, because, until ?? rest.Until, rest);

    // Only backends whose history was read can be compared. One that was neither tried nor resting cannot have raced.
    private static CooldownCause? RaceOf(string backend, DateTimeOffset at, string model, WalkEvidence evidence) =>
        evidence.Histories.TryGetValue(backend, out var history)
            && CooldownSearch.Find(history, model, at, null, told => told is null) is { Race: not null } raced ? raced : null;

    private static bool IsCooling(string? told) => told is not null;
}
