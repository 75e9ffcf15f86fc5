using Sidecar.Domain.Attempts;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Forecast;

/// <summary>One recorded attempt, as evidence of how its upstream behaved then.</summary>
/// <param name="Place">Its lease's, among all of the backend.</param>
/// <param name="Tokens">The estimate that limits were asked with.</param>
/// <param name="Head">From sending to the answer.</param>
/// <param name="Whole">From sending to the body's end.</param>
/// <param name="Outcome">How the body ended that the client was given.</param>
internal sealed record Evidence(string RequestId, string Model, DateTimeOffset SentAt, long Place, long Tokens, AttemptVerdict Verdict,
    int? Status, UpstreamError? Error, long? RetryAfterMs, TimeSpan Head, TimeSpan Whole, RelayOutcome Outcome)
{
    /// <summary>Refused because of a limit, or as if.</summary>
    public bool IsRefused => Verdict == AttemptVerdict.RateLimited;

    /// <summary>The upstream, and not the request, was at fault.</summary>
    public bool IsFailure => Verdict is AttemptVerdict.FailedAnswer or AttemptVerdict.FailedTransport or AttemptVerdict.Overloaded
        or AttemptVerdict.CredentialsRejected;

    /// <summary>It was let through.</summary>
    public bool IsAdmitted => !IsRefused && !IsFailure && Verdict != AttemptVerdict.Abandoned;

    /// <summary>It is about this request, and would be the same at another time.</summary>
    public bool IsAboutRequest => IsAdmitted && Verdict != AttemptVerdict.Success;

    public DateTimeOffset EndsAt => SentAt + Whole;

    /// <summary>By backend, in the order of sending.</summary>
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
        // Much is sent within a tick of a clock, and who came first decides who is refused.
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
