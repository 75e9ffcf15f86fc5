using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>The meaning of an upstream's reply, with the facts behind it.</summary>
/// <param name="Detail">One line for the log if there was no answer.</param>
/// <param name="Limits">What its headers say about limits; null: nothing.</param>
internal sealed record JudgedReply(AttemptVerdict Verdict, int? Status, UpstreamError? Error, TimeSpan? RetryAfter, string? Detail,
    IReadOnlyList<NamedBucket>? Limits = null)
{
    public long? RetryAfterMs => RetryAfter is { } asked ? (long)asked.TotalMilliseconds : null;

    public static JudgedReply Of(
        UpstreamReply reply, Attempt attempt, ProxyRequest request, AlsoTryNext alsoTryNext, DateTimeOffset now)
    {
        if (reply is UpstreamFailure failure)
            return new JudgedReply(
                AttemptClassifier.Classify(failure.Error, attempt.Time.IsFair), null, failure.Error, null, failure.Detail);
        var answer = (UpstreamAnswer)reply;
        var head = new AnswerHead(
            answer.Status, Generation.IsAskedFor(request.Method, request.Path), attempt.Target.HasOwnCredentials, answer.IsEventStream);
        var isReadable = answer.IsEventStream || answer.IsJson || answer.Status >= 400;
        // Instants in the answer are read by the upstream's own clock if it shows one.
        var theirs = answer.Status >= 400 || answer.TellsLimits ? UpstreamClock.Of(answer.Header("date"), now) : now;
        var (verdict, named) = AnswerJudgement.Of(head, isReadable ? answer.Peeked.Span : default, theirs);
        var asked = verdict is AttemptVerdict.RateLimited or AttemptVerdict.Overloaded
            ? Whole(RetryHints.Read(answer.Header, answer.HeaderNames, theirs) ?? named) : null;
        var meant = request.SeeksMaker && IsUnknown(verdict, answer) ? AttemptVerdict.Declined : alsoTryNext.Apply(verdict, answer.Status);
        var limits = answer.TellsLimits ? NamedLimitHeaders.Read(answer.Header, answer.HeaderNames, theirs, now) : [];
        return new JudgedReply(meant, answer.Status, null, asked, null, limits.Count > 0 ? limits : null);
    }

    // A backend that did not make the object does not know it: that says nothing about the model, and another backend may have made it.
    private static bool IsUnknown(AttemptVerdict verdict, UpstreamAnswer answer) =>
        verdict is AttemptVerdict.Success or AttemptVerdict.ModelAbsent or AttemptVerdict.RequestRefused
        && (answer.Status == 404 || (answer.Status == 400 && answer.Peeked.Span.IndexOf("not found"u8) >= 0));

    // Rounded to what is recorded: a fraction of a millisecond more would make the rest differ from the one that the record gives.
    public static TimeSpan? Whole(TimeSpan? asked) => asked is { } span ? TimeSpan.FromMilliseconds((long)span.TotalMilliseconds) : null;

    /// <summary>What is known about the attempt now.</summary>
    /// <param name="load">The load of its backend, with the attempt still in flight.</param>
    public AttemptFacts FactsOf(Attempt attempt, ProxyRequest request, BackendLoad load, DateTimeOffset now) =>
        attempt.Facts(request, Verdict, Status, Error, RetryAfterMs) with
        {
            IsSilent = AttemptClassifier.IsTimeout(Verdict, Error) && !load.HasAnsweredSince(attempt.SentAt),
            IsLimitUsed = Verdict == AttemptVerdict.RateLimited && attempt.Target is var told
                && ToldLimits.AreWellUsed(told.Rpm, load.StartedAt(now), told.Tpm, load.TokensAt(now), told.MaxConcurrency, load.InFlight),
        };
}
