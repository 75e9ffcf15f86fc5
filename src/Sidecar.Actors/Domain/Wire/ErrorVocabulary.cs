namespace Sidecar.Domain.Wire;

/// <summary>The words and numbers by which providers name an error in a body. Null: not a word of this vocabulary.</summary>
internal static class ErrorVocabulary
{
    private const int LongestWord = 32;

    public static AnswerSignal? FromNumber(long code) => code switch
    {
        429 => AnswerSignal.RateLimited,
        503 or 529 => AnswerSignal.Overloaded,
        401 or 402 or 403 => AnswerSignal.CredentialsRejected,
        408 or (>= 500 and <= 599) => AnswerSignal.Failed,
        >= 400 and <= 499 => AnswerSignal.RequestRejected,
        _ => null,
    };

    /// <summary>Spelling varies by provider (<c>rate_limit_error</c>, <c>RateLimitError</c>, <c>Too Many Requests</c>): only letters count, without case.</summary>
    public static AnswerSignal? FromWord(ReadOnlySpan<byte> word)
    {
        Span<char> letters = stackalloc char[LongestWord];
        var length = 0;
        foreach (var b in word)
        {
            if (!char.IsAsciiLetter((char)b))
                continue;
            if (length == LongestWord)
                return null;
            letters[length++] = char.ToLowerInvariant((char)b);
        }

        return letters[..length] switch
        {
            "ratelimitexceeded" or "ratelimiterror" or "ratelimit" or "ratelimited" or "toomanyrequests"
                or "resourceexhausted" or "insufficientquota" or "quotaexceeded" or "throttlingexception" => AnswerSignal.RateLimited,
            "overloadederror" or "overloaded" or "serviceunavailable" or "serviceunavailableerror" or "unavailable"
                or "engineoverloaded" or "engineoverloadederror" => AnswerSignal.Overloaded,
            "authenticationerror" or "permissionerror" or "invalidapikey" or "billingerror" or "unauthorized" or "unauthenticated"
                or "permissiondenied" or "forbidden" or "paymentrequired" or "insufficientcredits" => AnswerSignal.CredentialsRejected,
            "servererror" or "apierror" or "internalservererror" or "internalerror" or "internal" or "timeouterror"
                or "deadlineexceeded" or "badgateway" or "gatewaytimeout" => AnswerSignal.Failed,
            "invalidrequesterror" or "invalidrequest" or "badrequest" or "badrequesterror" or "invalidargument" or "notfound"
                or "notfounderror" or "modelnotfound" or "requesttoolarge" or "contextlengthexceeded" or "unprocessableentity"
                or "unprocessableentityerror" or "contentpolicyviolation" or "contentfilter" => AnswerSignal.RequestRejected,
            _ => null,
        };
    }
}
