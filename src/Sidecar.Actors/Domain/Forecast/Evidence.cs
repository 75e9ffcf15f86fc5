using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Forecast;

/// <summary>One recorded attempt, as evidence of how its upstream behaved at the time.</summary>
/// <param name="Place">The number of its lease among all of the backend's leases.</param>
/// <param name="Tokens">The estimate that was checked against limits.</param>
/// <param name="Head">The time from sending to the response head.</param>
/// <param name="Whole">The time from sending to the end of the body.</param>
/// <param name="Outcome">How the body that the client got ended.</param>
internal sealed record Evidence(string RequestId, string Model, DateTimeOffset SentAt, long Place, long Tokens, AttemptVerdict Verdict,
    int? Status, UpstreamError? Error, long? RetryAfterMs, TimeSpan Head, TimeSpan Whole, RelayOutcome Outcome)
{
    /// <summary>Refused because of a limit, or classified like that.</summary>
    public bool IsRefused => Verdict == AttemptVerdict.RateLimited;

    /// <summary>The upstream was at fault, not the request.</summary>
    public bool IsFailure => Verdict is AttemptVerdict.FailedAnswer or AttemptVerdict.FailedTransport or AttemptVerdict.Overloaded
        or AttemptVerdict.CredentialsRejected;

    /// <summary>The upstream let it through.</summary>
    public bool IsAdmitted => !IsRefused && !IsFailure && Verdict != AttemptVerdict.Abandoned;

    /// <summary>The answer depends on the request itself and would be the same at any other time.</summary>
    public bool IsAboutRequest => IsAdmitted && Verdict != AttemptVerdict.Success;

    public DateTimeOffset EndsAt => SentAt + Whole;

    /// <summary>The attempts of each backend, in the order in which they were sent.</summary>
    public static Dictionary<string, List<Evidence>> Of(RecordedHistory history)
    {
        var all = new Dictionary<string, List<Evidence>>(StringComparer.Ordinal);
        foreach (var walk in history.Walks.DistinctBy(walk => walk.RequestId))
            foreach (var (backend, evidence) in Of(walk))
            {
                if (!all.TryGetValue(backend, out var own))
                    all.Add(backend, own = []);
                own.Add(evidence);
            }
        // Many attempts are sent within one clock tick, and their order decides which ones are refused.
        foreach (var own in all.Values)
            own.Sort((a, b) => a.SentAt != b.SentAt ? a.SentAt.CompareTo(b.SentAt) : a.Place.CompareTo(b.Place));
        return all;
    }

    private static IEnumerable<(string Backend, Evidence Evidence)> Of(RecordedWalk walk)
    {
        (string Backend, DateTimeOffset At, long Place)? sent = null;
        (string Backend, Evidence Evidence)? open = null;
        foreach (var fact in walk.Facts)
        {
            if (fact.Kind == "lease" && fact.Refusal == LeaseRefusal.None)
                sent = (fact.Backend!, fact.At, fact.Place.Number);
            else if (fact.Kind == "answered" && sent is { } lease && fact.Verdict is { } verdict)
            {
                if (open is { } before)
                    yield return before;
                var head = fact.At - lease.At;
                open = (lease.Backend, new Evidence(walk.RequestId, walk.Model, lease.At, lease.Place, walk.Arrived.Tokens,
                    verdict, fact.Status, fact.Error, fact.RetryAfterMs, head, head, RelayOutcome.Completed));
            }
            else if (fact.Kind == "ended" && open is { } last && last.Evidence.Verdict.IsRelayed())
                open = last with
                {
                    Evidence = last.Evidence with
                    {
                        Whole = fact.At - last.Evidence.SentAt,
                        Outcome = RelayOutcomeNames.FromWire(fact.Code) ?? RelayOutcome.Completed,
                    },
                };
        }
        if (open is { } rest)
            yield return rest;
    }
}
