using System.Globalization;

namespace Sidecar.Domain.Wire;

/// <summary>Reads from an answer's headers how long the backend wants no requests. Uncapped: the cap is part of the cooldown
/// policy.</summary>
internal static class RetryHints
{
    // Azure's services send the second one.
    private static readonly string[] MillisecondHeaders = ["retry-after-ms", "x-ms-retry-after-ms"];

    /// <summary>
    /// The time in milliseconds (the most precise), else <c>retry-after</c>, else the longest reset of the buckets that are empty. Null:
    /// none, in the past, or unreadable.
    /// </summary>
    /// <param name="header">The first value of a header, or null.</param>
    /// <param name="names">The names of all headers; providers name their buckets as they like.</param>
    /// <param name="now">The instant that dates are relative to.</param>
    public static TimeSpan? Read(Func<string, string?> header, IEnumerable<string> names, DateTimeOffset now)
    {
        foreach (var name in MillisecondHeaders)
            if (ResetValue.TryNumber(header(name), out var milliseconds) && ResetValue.FromSeconds(milliseconds / 1000) is { } exact)
                return exact;
        return ReadRetryAfter(header("retry-after"), now) ?? EmptyBuckets.LongestReset(header, names, now);
    }

    private static TimeSpan? ReadRetryAfter(string? value, DateTimeOffset now)
    {
        if (ResetValue.TryNumber(value, out var seconds))
            return ResetValue.FromSeconds(seconds);
        return DateTimeOffset.TryParseExact(value, ResetValue.HttpDates, CultureInfo.InvariantCulture, ResetValue.DateStyles, out var date)
            ? ResetValue.Until(date, now)
            : null;
    }
}
