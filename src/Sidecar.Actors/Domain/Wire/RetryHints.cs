using System.Globalization;

namespace Sidecar.Domain.Wire;

/// <summary>Reads from an answer's headers how long a backend asks to be left alone. No cap here: that is the cooldown policy's.</summary>
public static class RetryHints
{
    private static readonly string[] HttpDates =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    // The buckets that providers limit by; the first of each pair tells when it fills again, the second what is left in it.
    private static readonly (string Reset, string Remaining)[] Buckets =
    [
        ("x-ratelimit-reset", "x-ratelimit-remaining"),
        ("x-ratelimit-reset-requests", "x-ratelimit-remaining-requests"),
        ("x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens"),
        ("x-ratelimit-reset-requests-day", "x-ratelimit-remaining-requests-day"),
        ("x-ratelimit-reset-tokens-minute", "x-ratelimit-remaining-tokens-minute"),
        ("anthropic-ratelimit-requests-reset", "anthropic-ratelimit-requests-remaining"),
        ("anthropic-ratelimit-tokens-reset", "anthropic-ratelimit-tokens-remaining"),
        ("anthropic-ratelimit-input-tokens-reset", "anthropic-ratelimit-input-tokens-remaining"),
        ("anthropic-ratelimit-output-tokens-reset", "anthropic-ratelimit-output-tokens-remaining"),
    ];

    /// <summary><c>retry-after-ms</c> (the more precise), else <c>retry-after</c>, else the longest reset of the buckets that are empty. Null: none, past, or garbage.</summary>
    /// <param name="header">The first value of a header, or null.</param>
    /// <param name="now">What dates are relative to.</param>
    public static TimeSpan? Read(Func<string, string?> header, DateTimeOffset now) =>
        ReadMilliseconds(header("retry-after-ms")) ?? ReadRetryAfter(header("retry-after"), now) ?? ReadBuckets(header, now);

    private static TimeSpan? ReadMilliseconds(string? value) =>
        ResetValue.TryNumber(value, out var milliseconds) ? ResetValue.FromSeconds(milliseconds / 1000) : null;

    private static TimeSpan? ReadRetryAfter(string? value, DateTimeOffset now)
    {
        if (ResetValue.TryNumber(value, out var seconds))
            return ResetValue.FromSeconds(seconds);
        return DateTimeOffset.TryParseExact(value, HttpDates, CultureInfo.InvariantCulture, ResetValue.DateStyles, out var date)
            ? ResetValue.Until(date, now)
            : null;
    }

    // The minimum over all buckets would wake a backend while the empty one is still empty.
    private static TimeSpan? ReadBuckets(Func<string, string?> header, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        foreach (var (reset, remaining) in Buckets)
        {
            if (!ResetValue.TryNumber(header(remaining), out var left) || left > 0)
                continue;
            if (ResetValue.Read(header(reset), now) is { } rest && rest >= (longest ?? rest))
                longest = rest;
        }

        return longest;
    }
}
