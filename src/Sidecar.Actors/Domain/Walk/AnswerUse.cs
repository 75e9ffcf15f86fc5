using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Walk;

/// <summary>What a walk does with the answer that an attempt brought.</summary>
internal enum AnswerUse
{
    /// <summary>Nothing: the next backend is asked.</summary>
    Dropped,

    /// <summary>The client is given it, and no other backend is asked.</summary>
    Relayed,

    /// <summary>The next backend is asked; if all say such a thing, the client is given the first of them.</summary>
    KeptFirst,

    /// <summary>The next backend is asked; if all say such a thing, the client is given the last of them.</summary>
    KeptLast,
}

/// <summary>The request's half of the contract's table, by verdict alone.</summary>
internal static class AnswerUses
{
    /// <param name="verdict">After <c>also-try-next</c> has been applied.</param>
    /// <param name="phase">A failed answer is worth something in Routing only: later ones follow a wait, after which a 503 says
    /// more.</param>
    public static AnswerUse Of(AttemptVerdict verdict, RequestPhase phase) => verdict switch
    {
        _ when verdict.IsRelayed() => AnswerUse.Relayed,
        AttemptVerdict.ModelAbsent or AttemptVerdict.TooLarge or AttemptVerdict.Unsupported or AttemptVerdict.NotForThisKey
            or AttemptVerdict.Declined => AnswerUse.KeptFirst,
        AttemptVerdict.UnknownError => AnswerUse.KeptLast,
        AttemptVerdict.FailedAnswer => phase == RequestPhase.Routing ? AnswerUse.KeptLast : AnswerUse.Dropped,
        _ => AnswerUse.Dropped,
    };

    /// <summary>It is about this request, and would be the same a moment later: that backend is not asked again by this walk.</summary>
    public static bool IsAboutRequest(AttemptVerdict verdict) =>
        verdict == AttemptVerdict.UnknownError || Of(verdict, RequestPhase.Relaying) == AnswerUse.KeptFirst;

    /// <summary>A backend that rests now may well answer otherwise: it is waited for before this is believed.</summary>
    public static bool IsWorthWaiting(AttemptVerdict verdict) =>
        verdict is AttemptVerdict.ModelAbsent or AttemptVerdict.TooLarge or AttemptVerdict.UnknownError;

    /// <summary>The status that the client is given: a 429 says "later" where only "smaller" helps.</summary>
    public static int StatusFor(AttemptVerdict verdict, int status) => verdict == AttemptVerdict.TooLarge && status == 429 ? 413 : status;
}
