using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Tests.Limits;

/// <summary>What each provider's headers say, as shown in its documentation (the links are in docs/providers.md).</summary>
public sealed class NamedLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // OpenAI
    [InlineData("x-ratelimit-limit-requests: 60; x-ratelimit-limit-tokens: 150000; x-ratelimit-remaining-requests: 59; x-ratelimit-remaining-tokens: 149984; x-ratelimit-reset-requests: 1s; x-ratelimit-reset-tokens: 6m0s",
        "59/60 requests 1s | 149984/150000 tokens 360s")]
    // Groq
    [InlineData("retry-after: 2; x-ratelimit-limit-requests: 14400; x-ratelimit-limit-tokens: 18000; x-ratelimit-remaining-requests: 14370; x-ratelimit-remaining-tokens: 17997; x-ratelimit-reset-requests: 2m59.56s; x-ratelimit-reset-tokens: 7.66s",
        "14370/14400 requests 179.56s | 17997/18000 tokens 7.66s")]
    // Cerebras
    [InlineData("x-ratelimit-limit-requests-day: 1000000000; x-ratelimit-limit-tokens-minute: 1000000000; x-ratelimit-remaining-requests-day: 999997455; x-ratelimit-remaining-tokens-minute: 999998298; x-ratelimit-reset-requests-day: 33011.382867; x-ratelimit-reset-tokens-minute: 11.382867",
        "999997455/1000000000 requests of 1.00:00:00 33011.383s | 999998298/1000000000 tokens of 00:01:00 11.383s")]
    // Anthropic
    [InlineData("anthropic-ratelimit-requests-limit: 50; anthropic-ratelimit-requests-remaining: 0; anthropic-ratelimit-requests-reset: 2026-11-28T12:00:30Z; anthropic-ratelimit-output-tokens-limit: 8000; anthropic-ratelimit-output-tokens-remaining: 7000; anthropic-ratelimit-output-tokens-reset: 2026-11-28T12:00:10Z",
        "0/50 requests 30s | 7000/8000 part of tokens 10s")]
    // OpenRouter: an epoch in milliseconds
    [InlineData("X-RateLimit-Limit: 20; X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1795867260000",
        "0/20 requests 60s")]
    // Together
    [InlineData("x-ratelimit-limit: 10; x-ratelimit-remaining: 9; x-ratelimit-reset: 1",
        "9/10 requests 1s")]
    // Fireworks names no time, so nothing can be planned by it
    [InlineData("x-ratelimit-limit-tokens-prompt: 60000; x-ratelimit-remaining-tokens-prompt: 59000",
        "")]
    // Neither does Azure
    [InlineData("x-ratelimit-remaining-requests: 9; x-ratelimit-remaining-tokens: 9000",
        "")]
    // IETF, current draft
    [InlineData("RateLimit-Policy: \"burst\";q=100;w=60, \"daily\";q=1000;w=86400; RateLimit: \"burst\";r=50;t=30, \"daily\";r=0;t=7200",
        "50/100 requests of 00:01:00 30s | 0/1000 requests of 1.00:00:00 7200s")]
    // IETF, draft 07 and earlier
    [InlineData("RateLimit-Policy: 100;w=60; RateLimit: limit=100, remaining=50, reset=30",
        "50/100 requests of 00:01:00 30s")]
    [InlineData("RateLimit-Limit: 100, 100;w=60; RateLimit-Remaining: 50; RateLimit-Reset: 30",
        "50/100 requests 30s")]
    // No limit, or an unusable one
    [InlineData("x-ratelimit-limit: -1; x-ratelimit-remaining: -1; x-ratelimit-reset: 5",
        "")]
    [InlineData("x-ratelimit-remaining-requests: many; x-ratelimit-reset-requests: 5s",
        "")]
    [InlineData("x-ratelimit-remaining-requests: 3; x-ratelimit-reset-requests: 0",
        "")]
    [InlineData("content-type: text/plain; x-request-id: 7",
        "")]
    public void each_provider_is_understood(string headers, string expected) =>
        Assert.Equal(expected, string.Join(" | ", Read(headers).Select(InWords)));

    [Fact]
    public void instants_are_by_the_upstreams_own_clock()
    {
        var theirs = Now + TimeSpan.FromHours(3);
        var said = NamedLimitHeaders.Read(
            name => name switch { "x-ratelimit-remaining" => "0", "x-ratelimit-reset" => "2026-11-28T15:00:20Z", _ => null },
            ["x-ratelimit-remaining"], theirs, Now);

        Assert.Equal(Now + TimeSpan.FromSeconds(20), Assert.Single(said).ResetAt);
    }

    [Fact]
    public void no_more_buckets_are_kept_than_any_provider_has()
    {
        var many = string.Join("; ", Enumerable.Range(0, 40).Select(i => $"x-ratelimit-remaining-{i}: 1; x-ratelimit-reset-{i}: 9"));

        Assert.Equal(NamedLimitHeaders.Most, Read(many).Count);
    }

    private static string InWords(NamedBucket bucket)
    {
        var limit = bucket.Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?";
        var what = (bucket.IsWhole ? "" : "part of ") + (bucket.CountsTokens ? "tokens" : "requests");
        var window = bucket.Window is { } length ? $" of {length}" : "";
        return FormattableString.Invariant(
            $"{bucket.Remaining}/{limit} {what}{window} {Math.Round((bucket.ResetAt - Now).TotalSeconds, 3)}s");
    }

    private static IReadOnlyList<NamedBucket> Read(string headers)
    {
        var given = headers.Split("; ").Select(h => h.Split(": ", 2)).Where(h => h.Length == 2)
            .ToDictionary(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase);
        return NamedLimitHeaders.Read(name => given.GetValueOrDefault(name), given.Keys, Now, Now);
    }
}
