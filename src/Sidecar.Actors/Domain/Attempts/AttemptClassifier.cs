namespace Sidecar.Domain.Attempts;

/// <summary>Decides what it means that an attempt brought no answer. What an answer means is decided by
/// <see cref="AnswerJudgement"/>.</summary>
internal static class AttemptClassifier
{
    public static AttemptVerdict Classify(UpstreamError error) => error switch
    {
        UpstreamError.ClientGone or UpstreamError.DeadlinePassed or UpstreamError.Internal or UpstreamError.Shortage =>
            AttemptVerdict.Abandoned,
        _ => AttemptVerdict.FailedTransport,
    };
}
