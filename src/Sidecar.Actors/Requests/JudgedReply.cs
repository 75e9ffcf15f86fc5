using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>What an upstream's reply means, with the facts it was judged by.</summary>
/// <param name="Detail">One line for the log when there was no answer.</param>
internal sealed record JudgedReply(AttemptVerdict Verdict, int? Status, UpstreamError? Error, TimeSpan? RetryAfter, string? Detail)
{
    public long? RetryAfterMs => RetryAfter is { } asked ? (long)asked.TotalMilliseconds : null;

    public static JudgedReply Of(UpstreamReply reply, Backend backend, ProxyRequest request, AlsoTryNext alsoTryNext, DateTimeOffset now)
    {
        if (reply is UpstreamFailure failure)
            return new JudgedReply(AttemptClassifier.Classify(failure.Error), null, failure.Error, null, failure.Detail);
        var answer = (UpstreamAnswer)reply;
        var head = new AnswerHead(
            answer.Status, Generation.IsAskedFor(request.Method, request.Path), backend.HasOwnCredentials, answer.IsEventStream);
        var isReadable = answer.IsEventStream || answer.IsJson || answer.Status >= 400;
        var (verdict, named) = AnswerJudgement.Of(head, isReadable ? answer.Peeked.Span : default, now);
        var asked = verdict is AttemptVerdict.RateLimited or AttemptVerdict.Overloaded
            ? Whole(RetryHints.Read(answer.Header, answer.HeaderNames, now) ?? named) : null;
        var meant = request.SeeksMaker && IsUnknown(verdict, answer) ? AttemptVerdict.Declined : alsoTryNext.Apply(verdict, answer.Status);
        return new JudgedReply(meant, answer.Status, null, asked, null);
    }

    // Who did not make it does not know it: that says nothing of the model, and another backend may have made it.
    private static bool IsUnknown(AttemptVerdict verdict, UpstreamAnswer answer) =>
        verdict is AttemptVerdict.Success or AttemptVerdict.ModelAbsent or AttemptVerdict.RequestRefused
        && (answer.Status == 404 || (answer.Status == 400 && answer.Peeked.Span.IndexOf("not found"u8) >= 0));

    // Decided by what is recorded: a fraction of a millisecond more would make the rest unlike the one that the record gives.
    public static TimeSpan? Whole(TimeSpan? asked) => asked is { } span ? TimeSpan.FromMilliseconds((long)span.TotalMilliseconds) : null;

    public AttemptReport ReportOf(Attempt attempt, ProxyRequest request, bool isOutdated) =>
        AttemptReports.AtAnswer(attempt.Facts(request, Verdict, Status, Error, RetryAfterMs) with { IsOutdated = isOutdated })!;
}
