namespace Sidecar.Domain.Wire;

/// <summary>Finds the limits that an answer's headers report as used up, and when they are available again.</summary>
/// <remarks>
/// A bucket has one header with what is left and one with its reset time, with the same name except for "reset" in place of "remaining":
/// <c>x-ratelimit-remaining-tokens-day</c>, <c>anthropic-ratelimit-requests-remaining</c>, <c>ratelimit-remaining</c>, with any prefix
/// and suffix.
/// </remarks>
internal static class EmptyBuckets
{
    private const string Family = "limit";
    private const string Remaining = "remaining";
    private const string Reset = "reset";

    // Anthropic's subscriptions send no number, only whether the bucket refused: anthropic-ratelimit-unified-5h-status.
    private const string StatusPrefix = "anthropic-ratelimit-";
    private const string Status = "status";
    private const string Rejected = "rejected";

    // Not the minimum: it would wake a backend while another bucket is still empty.
    public static TimeSpan? LongestReset(Func<string, string?> header, IEnumerable<string> names, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        foreach (var name in names)
            if (ResetOf(name, header, now) is { } rest && rest >= (longest ?? rest))
                longest = rest;
        return longest;
    }

    private static TimeSpan? ResetOf(string name, Func<string, string?> header, DateTimeOffset now)
    {
        if (!name.Contains(Family, StringComparison.OrdinalIgnoreCase))
            return null;
        if (name.Equals(RateLimitField.Name, StringComparison.OrdinalIgnoreCase))
            return RateLimitField.LongestReset(header(name), now);
        if (name.Contains(Remaining, StringComparison.OrdinalIgnoreCase))
            return ResetValue.TryNumber(header(name), out var left) && left <= 0
                ? ResetValue.Read(header(name.Replace(Remaining, Reset, StringComparison.OrdinalIgnoreCase)), now)
                : null;
        return name.StartsWith(StatusPrefix, StringComparison.OrdinalIgnoreCase)
            && name.EndsWith(Status, StringComparison.OrdinalIgnoreCase)
            && string.Equals(header(name)?.Trim(), Rejected, StringComparison.OrdinalIgnoreCase)
            ? ResetValue.Read(header(name[..^Status.Length] + Reset), now)
            : null;
    }
}
