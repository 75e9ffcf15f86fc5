namespace Sidecar.Domain.Attempts;

/// <summary>The contract's table: what a status means together with what the body says the trouble is about.</summary>
/// <remarks>
/// The table is silent on other 5xx. They are failures like 500, since agents expect failover from any of them (CDNs answer
/// 520 to 530 for a dead origin), but for 501 and 505: those judge the request, and would bench a healthy backend for it.
/// </remarks>
internal static class StatusVerdict
{
    /// <param name="head">With a status of 400 or more.</param>
    /// <param name="kind">What the body says; null: nothing known.</param>
    /// <param name="exceedsItsLimit">The body's own numbers say that this request is larger than the limit.</param>
    public static AttemptVerdict Of(in AnswerHead head, ErrorKind? kind, bool exceedsItsLimit) => head.Status switch
    {
        429 => exceedsItsLimit || kind == ErrorKind.TooLarge ? AttemptVerdict.TooLarge : AttemptVerdict.RateLimited,
        498 or 503 or 529 => AttemptVerdict.Overloaded,
        501 or 505 => AttemptVerdict.Success,
        408 or >= 500 => AttemptVerdict.FailedAnswer,
        413 => AttemptVerdict.TooLarge,
        401 or 402 or 403 => OfRefusedKey(head, kind),
        _ => head.IsGeneration ? OfRequestsOwn(head, kind) : AttemptVerdict.Success,
    };

    /// <summary>An error told under a status of success.</summary>
    public static AttemptVerdict UnderSuccess(ErrorKind? kind, bool hasOwnCredentials) => kind switch
    {
        ErrorKind.RateLimited => AttemptVerdict.RateLimited,
        ErrorKind.Overloaded => AttemptVerdict.Overloaded,
        ErrorKind.Credentials or ErrorKind.Forbidden => Rejected(hasOwnCredentials),
        ErrorKind.Failed => AttemptVerdict.FailedTransport,
        ErrorKind.ModelAbsent => AttemptVerdict.ModelAbsent,
        ErrorKind.TooLarge => AttemptVerdict.TooLarge,
        ErrorKind.Unsupported or ErrorKind.ParameterRejected => AttemptVerdict.Unsupported,
        ErrorKind.ContentRefused => AttemptVerdict.RequestRefused,
        ErrorKind.NotForThisKey => hasOwnCredentials ? AttemptVerdict.NotForThisKey : AttemptVerdict.ClientCredentialsRejected,
        _ => AttemptVerdict.UnknownError,
    };

    // With a key of the client's it is the client's own trouble, whatever it is about.
    private static AttemptVerdict OfRefusedKey(in AnswerHead head, ErrorKind? kind) => head.HasOwnCredentials ? kind switch
    {
        ErrorKind.RateLimited => AttemptVerdict.RateLimited,
        ErrorKind.ModelAbsent => AttemptVerdict.ModelAbsent,
        ErrorKind.TooLarge => AttemptVerdict.TooLarge,
        ErrorKind.ContentRefused => AttemptVerdict.RequestRefused,
        ErrorKind.NotForThisKey => AttemptVerdict.NotForThisKey,
        _ => AttemptVerdict.CredentialsRejected,
    }
    : AttemptVerdict.ClientCredentialsRejected;

    // A 4xx is the request's own, unless it says otherwise; that the backend failed is not said by a 4xx.
    private static AttemptVerdict OfRequestsOwn(in AnswerHead head, ErrorKind? kind) => kind switch
    {
        ErrorKind.RateLimited => AttemptVerdict.RateLimited,
        ErrorKind.Overloaded => AttemptVerdict.Overloaded,
        ErrorKind.Credentials or ErrorKind.Forbidden => Rejected(head.HasOwnCredentials),
        ErrorKind.ModelAbsent => AttemptVerdict.ModelAbsent,
        ErrorKind.TooLarge => AttemptVerdict.TooLarge,
        ErrorKind.Unsupported => AttemptVerdict.Unsupported,
        ErrorKind.ParameterRejected when head.Status is 400 or 422 => AttemptVerdict.Unsupported,
        _ => AttemptVerdict.Success,
    };

    private static AttemptVerdict Rejected(bool hasOwnCredentials) =>
        hasOwnCredentials ? AttemptVerdict.CredentialsRejected : AttemptVerdict.ClientCredentialsRejected;
}
