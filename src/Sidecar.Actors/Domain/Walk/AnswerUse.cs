using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk does with an attempt's answer.</summary>
internal enum AnswerUse
{
    /// <summary>The answer is dropped, and the next backend is asked.</summary>
    Dropped,

    /// <summary>The client gets it, and no other backend is asked.</summary>
    Relayed,

    /// <summary>The next backend is asked; if all backends answer this way, the client gets the first of these answers.</summary>
    KeptFirst,

    /// <summary>The next backend is asked; if all backends answer this way, the client gets the last of these answers.</summary>
    KeptLast,
}

/// <summary>Which verdict leads to which use: the part of the contract's table that is about the request.</summary>
internal static class AnswerUses
{
    /// <param name="verdict">The verdict after <c>also-try-next</c> has been applied.</param>
    /// <param name="phase">A failed answer is kept in Routing only: in later phases the 503 that follows a wait says more.</param>
    public static AnswerUse Of(AttemptVerdict verdict, RequestPhase phase) => verdict switch
    {
        _ when verdict.IsRelayed() => AnswerUse.Relayed,
        AttemptVerdict.ModelAbsent or AttemptVerdict.TooLarge or AttemptVerdict.Unsupported or AttemptVerdict.NotForThisKey
            or AttemptVerdict.Declined => AnswerUse.KeptFirst,
        AttemptVerdict.UnknownError => AnswerUse.KeptLast,
        AttemptVerdict.FailedAnswer => phase == RequestPhase.Routing ? AnswerUse.KeptLast : AnswerUse.Dropped,
        _ => AnswerUse.Dropped,
    };

    /// <summary>The answer is about this request and would be the same a moment later, so this walk does not ask that backend
    /// again.</summary>
    public static bool IsAboutRequest(AttemptVerdict verdict) =>
        verdict == AttemptVerdict.UnknownError || Of(verdict, RequestPhase.Relaying) == AnswerUse.KeptFirst;

    /// <summary>A backend that rests now may well answer differently, so the walk waits for it before it accepts this answer.</summary>
    public static bool IsWorthWaiting(AttemptVerdict verdict) =>
        verdict is AttemptVerdict.ModelAbsent or AttemptVerdict.TooLarge or AttemptVerdict.UnknownError;

    /// <summary>The status for the client. A 429 would say "later" where only a smaller request helps.</summary>
    public static int StatusFor(AttemptVerdict verdict, int status) => verdict == AttemptVerdict.TooLarge && status == 429 ? 413 : status;
}
