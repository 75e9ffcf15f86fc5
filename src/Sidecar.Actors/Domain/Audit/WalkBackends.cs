using Sidecar.Domain.Limits;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Audit;

/// <summary>The backends whose history a walk's explanation needs: those that were tried, woke the walk, or were excluded by a rest or
/// by limits, of which learnt ones are events. Exclusions by a model are in the walk's own facts.</summary>
public static class WalkBackends
{
    public static IReadOnlySet<string> Of(IReadOnlyList<StoredFact> facts)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            if (fact.Backend is { } backend && IsAsked(fact))
                found.Add(backend);
            if (fact.Candidates is { } candidates)
                found.UnionWith(candidates.Where(c => IsHeld(c.Value)).Select(c => c.Key));
        }
        return found;
    }

    private static bool IsAsked(StoredFact fact) =>
        fact.Kind is "answered" or "woken"
            || (fact.Kind == "lease"
            && (fact.IsProbe || fact.Refusal is LeaseRefusal.None or LeaseRefusal.Cooling or LeaseRefusal.ProbeInFlight
                or LeaseRefusal.LearnedLimit or LeaseRefusal.NamedLimit));

    private static bool IsHeld(StoredCandidate candidate) =>
        candidate.Until is not null || candidate.Why is Exclusion.Probing or "credentials" or "limited"
            || candidate.Why?.StartsWith(Exclusion.Cooling, StringComparison.Ordinal) == true;
}
