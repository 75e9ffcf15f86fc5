namespace Sidecar.Domain.Attempts;

/// <summary>Decides what it means that an attempt brought no answer. What an answer means is decided by
/// <see cref="AnswerJudgement"/>.</summary>
internal static class AttemptClassifier
{
    /// <param name="error">Side and stage.</param>
    /// <param name="hadItsTime">It was given so much time that the deadline's passing tells of the backend.</param>
    public static AttemptVerdict Classify(UpstreamError error, bool hadItsTime = false) => error switch
    {
        UpstreamError.DeadlinePassed when hadItsTime => AttemptVerdict.FailedTransport,
        UpstreamError.ClientGone or UpstreamError.DeadlinePassed or UpstreamError.Internal or UpstreamError.Shortage =>
            AttemptVerdict.Abandoned,
        _ => AttemptVerdict.FailedTransport,
    };

    /// <summary>The backend let the time of an attempt pass.</summary>
    public static bool IsTimeout(AttemptVerdict verdict, UpstreamError? error) => verdict == AttemptVerdict.FailedTransport
        && error is (UpstreamError.ConnectTimeout or UpstreamError.HeadTimeout or UpstreamError.FirstEventTimeout
            or UpstreamError.DeadlinePassed);
}
