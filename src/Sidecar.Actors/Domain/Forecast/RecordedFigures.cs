using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Forecast;

/// <summary>The figures of a recorded run, derived from its facts.</summary>
internal static class RecordedFigures
{
    public static Figures Of(RecordedHistory history)
    {
        var figures = new Figures();
        var attempts = history.Attempts.DistinctBy(a => (a.RequestId, a.Attempt)).ToDictionary(a => (a.RequestId, a.Attempt));
        foreach (var walk in history.Walks.Where(walk => walk.IsCounted).DistinctBy(walk => walk.RequestId))
            Count(figures, walk, attempts);
        return figures;
    }

    private static void Count(
        Figures figures, RecordedWalk walk, Dictionary<(string, int), RecordedAttempt> attempts)
    {
        var (waited, since, hadEmergency, last) = ((TimeSpan?)null, (DateTimeOffset?)null, false, (StoredFact?)null);
        foreach (var fact in walk.Facts)
        {
            hadEmergency |= fact.Kind == "round" || fact.Phase == RequestPhase.Emergency;
            if (fact.Kind == "queued")
                (waited, since) = (waited ?? TimeSpan.Zero, fact.At);
            else if (since is { } began && EndsWait(fact))
                (waited, since) = (waited + (fact.At - began), null);
            if (fact.Kind == "answered")
            {
                figures.Attempt(fact.Backend!, fact.Verdict == AttemptVerdict.RateLimited);
                last = fact;
            }
        }
        var ended = walk.Facts[^1];
        var isAnswered = ended is { Kind: "ended" } && RelayOutcomeNames.FromWire(ended.Code) is not null;
        if (isAnswered && last is { Verdict: { } verdict } && verdict.IsRelayed())
            figures.Used(
                attempts.GetValueOrDefault((walk.RequestId, last.Attempt ?? 0))?.Used,
                attempts.GetValueOrDefault((walk.RequestId, last.Attempt ?? 0))?.Cost);
        figures.Ended(new RequestFigures(hadEmergency, waited, isAnswered ? last?.Backend : null, ended is { Kind: "ended", Status: 0 }));
    }

    private static bool EndsWait(StoredFact fact) =>
        fact.Kind is "round" or "ended" or "foregone" || fact is { Kind: "lease", Refusal: LeaseRefusal.None };
}
