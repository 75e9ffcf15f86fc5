namespace Sidecar.Domain.Attempts;

/// <content>A limit of the key or the account: the backend rests as rate limited.</content>
internal static partial class ErrorVocabulary
{
    private const string RateLimitedWords = """
        ratelimit ratelimited ratelimiterror ratelimitexceeded ratelimitexceedederror ratelimitreached ratelimitreachederror
        userratelimitexceeded toomanyrequests toomanyrequestserror resourceexhausted
        insufficientquota quotaexceeded quotaexceedederror requestquotaexceeded tokenquotaexceeded setlimitexceeded
        usagelimitreached usagelimitexceeded requestlimitexceeded dailylimitexceeded
        limitrequests limitburstrate throttling throttlingexception throttled modelcooldown
        servicetiercapacityexceeded openrouterinflightbudget
        """;

    private const string RateLimitedPhrases = """
        rate limit exceeded
        rate limit reached
        rate limited
        too many requests
        too many concurrent requests
        you exceeded your current quota
        you have exceeded your current quota
        you have exceeded a secondary rate limit
        you have exceeded the rate limit
        you've reached your usage limit
        the usage limit has been reached
        quota exceeded
        resource has been exhausted
        resource exhausted
        requests rate limit exceeded
        requests per # limit exceeded
        tokens per # limit exceeded
        allocated quota exceeded
        request was rejected due to rate limiting
        service tier capacity exceeded
        # is temporarily rate-limited upstream
        concurrency limit exceeded
        您的账户已达到速率限制
        您当前使用该 api 的
        您当前使用该api的
        """;
}
