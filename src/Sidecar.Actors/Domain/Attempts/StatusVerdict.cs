namespace Sidecar.Domain.Attempts;

/// <summary>The contract's table: what a status means together with what the body says the error is about.</summary>
/// <remarks>
/// The table does not mention other 5xx. They are failures like 500, since agents expect a failover for all of them (CDNs answer
/// 520 to 530 for a dead origin), except 501 and 505: there the backend says that it cannot do this at all. Another one may; but it is
/// well, and one client's requests must not make it rest for others.
/// </remarks>
internal static class StatusVerdict
{
    /// <param name="head">With a status of 400 or more.</param>
    /// <param name="kind">What the body says; null: unknown.</param>
    /// <param name="exceedsItsLimit">By the body's own numbers, the request is larger than the limit.</param>
    public static AttemptVerdict Of(in AnswerHead head, ErrorKind? kind, bool exceedsItsLimit) => head.Status switch
    {
        429 => exceedsItsLimit || kind == ErrorKind.TooLarge ? AttemptVerdict.TooLarge : AttemptVerdict.RateLimited,
        498 or 503 or 529 => AttemptVerdict.Overloaded,
        501 or 505 => AttemptVerdict.UnknownError,
        408 or >= 500 => AttemptVerdict.FailedAnswer,
        413 => AttemptVerdict.TooLarge,
        401 or 402 or 403 => OfRefusedKey(head, kind),
        _ => head.IsGeneration ? OfRequestsOwn(head, kind) : AttemptVerdict.Success,
    };

    /// <summary>An error reported with a success status.</summary>
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

    // If the key is the client's, the trouble is the client's too, whatever it is about.
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

    // A 4xx is about the request unless the body says otherwise; a 4xx never says that the backend failed.
    private static AttemptVerdict OfRequestsOwn(in AnswerHead head, ErrorKind? kind) => kind switch
    {
        ErrorKind.RateLimited => AttemptVerdict.RateLimited,
        ErrorKind.Overloaded => AttemptVerdict.Overloaded,
        ErrorKind.Credentials or ErrorKind.Forbidden => Rejected(head.HasOwnCredentials),
        ErrorKind.ModelAbsent => AttemptVerdict.ModelAbsent,
        ErrorKind.TooLarge => AttemptVerdict.TooLarge,
        ErrorKind.Unsupported => AttemptVerdict.Unsupported,
        // A 422 is how many servers say that a request is invalid: only what says that a parameter is unknown here is worth another try.
        ErrorKind.ParameterRejected when head.Status is 400 => AttemptVerdict.Unsupported,
        _ => AttemptVerdict.Success,
    };

    private static AttemptVerdict Rejected(bool hasOwnCredentials) =>
        hasOwnCredentials ? AttemptVerdict.CredentialsRejected : AttemptVerdict.ClientCredentialsRejected;
}
