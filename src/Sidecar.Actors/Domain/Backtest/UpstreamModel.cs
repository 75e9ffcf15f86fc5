using Sidecar.Domain.Attempts;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Backtest;

/// <summary>One recorded attempt as evidence of how its backend behaved then.</summary>
/// <param name="Lately">Attempts that the backend had been sent in the minute up to this one, itself included.</param>
/// <param name="Head">From sending to the answer.</param>
/// <param name="Whole">From sending to the body's end.</param>
internal sealed record Evidence(DateTimeOffset SentAt, int Lately, AttemptVerdict Verdict, int? Status, UpstreamError? Error,
    long? RetryAfterMs, TimeSpan Head, TimeSpan Whole);

/// <summary>What a call that was never made is held to have come to.</summary>
internal sealed record Prediction(
    AttemptVerdict Verdict, int? Status, UpstreamError? Error, TimeSpan? RetryAfter, TimeSpan Head, TimeSpan Whole, Certainty Certainty);

/// <summary>Guesses the outcome of a call from the recorded ones around it: who was refused less was refused more, who was served more is
/// served less.</summary>
internal sealed class UpstreamModel
{
    private static readonly TimeSpan TellsOfRates = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TellsOfFailures = TimeSpan.FromSeconds(15);
    private const int Neighbours = 21;

    private readonly Dictionary<string, List<Evidence>> _evidence = new(StringComparer.Ordinal);

    public UpstreamModel(IReadOnlyList<Step> steps)
    {
        var answers =
            steps.Where(step =>
            step.Fact?.Kind == "answered" && step.Lease is not null && step.Fact.Error is not (
            UpstreamError.ClientGone or UpstreamError.DeadlinePassed or UpstreamError.Internal or UpstreamError.Shortage));
        var ends = steps.Where(step => step.Fact?.Kind == "ended" && step.Lease is not null).DistinctBy(step => step.Lease)
            .ToDictionary(step => step.Lease!, step => step.At);
        foreach (var group in answers.GroupBy(step => step.Backend!))
        {
            var recent = new Queue<DateTimeOffset>();
            var list = _evidence[group.Key] = [];
            foreach (var step in group.OrderBy(step => step.Lease!.At))
            {
                var sent = step.Lease!.At;
                recent.Enqueue(sent);
                while (sent - recent.Peek() >= TimeSpan.FromMinutes(1))
                    recent.Dequeue();
                var whole = ends.TryGetValue(step.Lease, out var end) ? end - sent : step.Fact!.At - sent;
                list.Add(new Evidence(sent, recent.Count, step.Fact!.Verdict!.Value, step.Fact.Status, step.Fact.Error,
                    step.Fact.RetryAfterMs,
                    step.Fact.At - sent, whole));
            }
        }
    }

    /// <param name="lately">Attempts that the backend was sent in the minute up to this one, itself included.</param>
    public Prediction Predict(string backend, DateTimeOffset now, int lately)
    {
        if (!_evidence.TryGetValue(backend, out var all) || all.Count == 0)
            return new Prediction(
                AttemptVerdict.Success, 200, null, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), Certainty.Unknown);
        var near = Nearest(all, now);
        var told = near.FirstOrDefault(e => Apart(e, now) <= TellsOfFailures);
        if (told is not null && IsFailure(told.Verdict))
            return Like(told, near, now, Certainty.Inferred);
        // Served although it was sent as much, or refused although it was sent no more: either tells of this call, the nearer one first.
        var telling =
            near.FirstOrDefault(e =>
            Apart(e, now) <= TellsOfRates && (IsThrottled(e.Verdict) ? e.Lately <= lately : !IsFailure(e.Verdict) && e.Lately >= lately));
        if (telling is not null)
            return Like(telling, near, now, Certainty.Inferred);
        var served = near.FirstOrDefault(e => !IsThrottled(e.Verdict) && !IsFailure(e.Verdict));
        return served is null ? Like(near[0], near, now, Certainty.Unknown) : Like(served, near, now, Certainty.Unknown);
    }

    private static Prediction Like(Evidence told, IReadOnlyList<Evidence> near, DateTimeOffset now, Certainty certainty)
    {
        var alike = near.Where(e => e.Verdict == told.Verdict).Take(Neighbours).ToList();
        TimeSpan? asked = told.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        // What was asked for earlier has run down meanwhile.
        if (asked is { } span && now > told.SentAt)
            asked = span > now - told.SentAt ? span - (now - told.SentAt) : TimeSpan.Zero;
        return new Prediction(
            told.Verdict, told.Status, told.Error, asked, Median(alike.Select(e => e.Head)), Median(alike.Select(e => e.Whole)), certainty);
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> spans)
    {
        var sorted = spans.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    // From both sides outwards, until enough is seen to judge by.
    private static List<Evidence> Nearest(List<Evidence> all, DateTimeOffset now)
    {
        var right = all.BinarySearch(new Evidence(now, 0, default, null, null, null, default, default),
            Comparer<Evidence>.Create((a, b) => a.SentAt.CompareTo(b.SentAt)));
        right = right < 0 ? ~right : right;
        var left = right - 1;
        var near = new List<Evidence>();
        while ((left >= 0 || right < all.Count) && (near.Count < 4 * Neighbours || Apart(near[^1], now) <= TellsOfRates)
            && near.Count < 1_000)
            near.Add(right >= all.Count || (left >= 0 && now - all[left].SentAt <= all[right].SentAt - now) ? all[left--] : all[right++]);
        return near;
    }

    private static TimeSpan Apart(Evidence e, DateTimeOffset now) => (e.SentAt - now).Duration();

    private static bool IsThrottled(AttemptVerdict verdict) => verdict is AttemptVerdict.RateLimited or AttemptVerdict.Overloaded;

    private static bool IsFailure(AttemptVerdict verdict) =>
        verdict is AttemptVerdict.FailedAnswer or AttemptVerdict.FailedTransport or AttemptVerdict.CredentialsRejected;
}
