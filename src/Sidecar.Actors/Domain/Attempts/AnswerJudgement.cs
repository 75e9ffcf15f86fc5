using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>What an answer means, and when its body says to try again.</summary>
/// <param name="RetryAfter">As the body names it, before any cap. Null: it names none, or the verdict starts no rest.</param>
internal readonly record struct AnswerJudgement(AttemptVerdict Verdict, TimeSpan? RetryAfter)
{
    /// <summary>Classifies an answer by its head and the beginning of its body: the contract's table of the walk.</summary>
    /// <remarks>The status line decides first, and nothing in the body overrides it.</remarks>
    /// <param name="head">The head, and what was asked.</param>
    /// <param name="beginning">For a stream everything up to and including the first event that says something; else what has
    /// come.</param>
    /// <param name="now">The instant that times in the body are relative to.</param>
    public static AnswerJudgement Of(in AnswerHead head, ReadOnlySpan<byte> beginning, DateTimeOffset now)
    {
        if (head.Status < 400 && !head.IsGeneration)
            return new AnswerJudgement(AttemptVerdict.Success, null);
        if (head.IsEventStream && JsonStart.Of(beginning) < 0)
            return OfStream(head, beginning, now);
        return Of(head, ReadDocument(head, beginning, now), isNamedError: false);
    }

    /// <summary>Classifies a later event of a stream that began well. Success: the event reports no error.</summary>
    /// <param name="event">One event, including field names and line ends.</param>
    /// <param name="hasOwnCredentials">The key that was sent is the backend's, not the client's.</param>
    /// <param name="now">The instant that times in it are relative to.</param>
    public static AnswerJudgement OfEvent(ReadOnlySpan<byte> @event, bool hasOwnCredentials, DateTimeOffset now) =>
        OfStream(new AnswerHead(200, IsGeneration: true, hasOwnCredentials, IsEventStream: true), @event, now);

    // Events that say nothing may come before the first meaningful one; an error among them counts as meaningful.
    private static AnswerJudgement OfStream(in AnswerHead head, ReadOnlySpan<byte> events, DateTimeOffset now)
    {
        while (true)
        {
            using var first = SseEventData.ReadFirst(events);
            var body = ErrorBody.Read(first.Data, isEvent: true, now);
            var isNamedError = first.IsNamed("error"u8) && !body.HasResult;
            var end = body.IsError || isNamedError || !StreamOpening.SaysNothingYet(first.Data) ? -1 : SseFraming.FirstEventEnd(events);
            if (end < 0 || end >= events.Length)
                return Of(head, body, isNamedError);
            events = events[end..];
        }
    }

    private static ErrorBody ReadDocument(in AnswerHead head, ReadOnlySpan<byte> beginning, DateTimeOffset now)
    {
        var start = JsonStart.Of(beginning);
        // A text that is not JSON is an error message only if the status says so.
        var blank = JsonStart.WhiteSpace(beginning);
        var isText = head.Status >= 400 && start < 0 && blank < beginning.Length && beginning[blank] is not ((byte)'[' or (byte)'"');
        return isText ? ErrorBody.ReadText(beginning, now) : ErrorBody.Read(beginning, isEvent: false, now);
    }

    private static AnswerJudgement Of(in AnswerHead head, in ErrorBody body, bool isNamedError)
    {
        var verdict = head.Status >= 400
            ? StatusVerdict.Of(head, body.Kind, body.ExceedsItsLimit)
            : body.IsError || isNamedError ? StatusVerdict.UnderSuccess(body.Kind, head.HasOwnCredentials)
            : !body.HasResult && body.StatusNumber is { } number ? StatusVerdict.UnderSuccess(number, head.HasOwnCredentials)
            : AttemptVerdict.Success;
        return new AnswerJudgement(verdict, verdict is AttemptVerdict.RateLimited or AttemptVerdict.Overloaded ? body.RetryAfter : null);
    }
}
