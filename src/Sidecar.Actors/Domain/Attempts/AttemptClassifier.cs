using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>Decides what an attempt's outcome means, by the contract's table of the walk: the status first, then what the body says.</summary>
/// <remarks>
/// The table is silent on other 5xx. They are failures like 500, since agents expect failover from any of them (CDNs answer
/// 520 to 530 for a dead origin), but for 501 and 505: those judge the request, and would bench a healthy backend for it.
/// </remarks>
public static class AttemptClassifier
{
    /// <param name="status">The HTTP status of the answer.</param>
    /// <param name="ownCredentials">The key that was sent is the backend's, not the client's.</param>
    /// <param name="signal">What the body's beginning says; it counts only where the status alone would be relayed.</param>
    public static AttemptVerdict Classify(int status, bool ownCredentials, AnswerSignal signal) => status switch
    {
        429 => AttemptVerdict.RateLimited,
        401 or 402 or 403 => Rejected(ownCredentials),
        503 or 529 => AttemptVerdict.Overloaded,
        501 or 505 => AttemptVerdict.Success,
        408 or >= 500 => AttemptVerdict.FailedAnswer,
        _ => BySignal(status, ownCredentials, signal),
    };

    public static AttemptVerdict Classify(UpstreamError error) => error switch
    {
        UpstreamError.ClientGone or UpstreamError.DeadlinePassed or UpstreamError.Internal => AttemptVerdict.Abandoned,
        _ => AttemptVerdict.FailedTransport,
    };

    private static AttemptVerdict BySignal(int status, bool ownCredentials, AnswerSignal signal) => signal switch
    {
        AnswerSignal.RateLimited => AttemptVerdict.RateLimited,
        AnswerSignal.Overloaded => AttemptVerdict.Overloaded,
        AnswerSignal.CredentialsRejected => Rejected(ownCredentials),
        // A 200 that turns out to be a 500 is no answer to relay last: the client would take it for a success. A 4xx is honest as it stands.
        AnswerSignal.Failed when status < 400 => AttemptVerdict.FailedTransport,
        _ => AttemptVerdict.Success,
    };

    private static AttemptVerdict Rejected(bool ownCredentials) =>
        ownCredentials ? AttemptVerdict.CredentialsRejected : AttemptVerdict.ClientCredentialsRejected;
}
