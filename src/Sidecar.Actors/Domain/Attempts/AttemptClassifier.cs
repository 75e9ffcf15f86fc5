namespace Sidecar.Domain.Attempts;

/// <summary>Classifies attempts that got no answer. <see cref="AnswerJudgement"/> classifies answers.</summary>
internal static class AttemptClassifier
{
    /// <param name="error">Side and stage.</param>
    /// <param name="hadItsTime">The attempt had so much time that a passed deadline says something about the backend.</param>
    public static AttemptVerdict Classify(UpstreamError error, bool hadItsTime = false) => error switch
    {
        UpstreamError.DeadlinePassed when hadItsTime => AttemptVerdict.FailedTransport,
        UpstreamError.ClientGone or UpstreamError.DeadlinePassed or UpstreamError.Internal or UpstreamError.Shortage =>
            AttemptVerdict.Abandoned,
        _ => AttemptVerdict.FailedTransport,
    };

    /// <summary>The backend did not answer within the attempt's time.</summary>
    public static bool IsTimeout(AttemptVerdict verdict, UpstreamError? error) => verdict == AttemptVerdict.FailedTransport
        && error is (UpstreamError.ConnectTimeout or UpstreamError.HeadTimeout or UpstreamError.FirstEventTimeout
            or UpstreamError.DeadlinePassed);
}
