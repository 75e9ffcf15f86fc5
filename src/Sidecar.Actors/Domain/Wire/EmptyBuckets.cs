namespace Sidecar.Domain.Wire;

/// <summary>Finds the buckets that an answer's headers call empty, and when they fill again.</summary>
/// <remarks>
/// A bucket tells what is left in one header and when it fills again in the one of the same name with "reset" in the place of "remaining":
/// <c>x-ratelimit-remaining-tokens-day</c>, <c>anthropic-ratelimit-requests-remaining</c>, <c>ratelimit-remaining</c>, whatever stands
/// around it.
/// </remarks>
internal static class EmptyBuckets
{
    private const string Family = "limit";
    private const string Remaining = "remaining";
    private const string Reset = "reset";

    // Subscriptions of Anthropic tell no number, but whether the bucket refused: anthropic-ratelimit-unified-5h-status.
    private const string StatusPrefix = "anthropic-ratelimit-";
    private const string Status = "status";
    private const string Rejected = "rejected";

    // The minimum over all buckets would wake a backend while the empty one is still empty.
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
