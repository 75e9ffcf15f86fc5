namespace Sidecar.Domain.Wire;

/// <summary>
/// Reads the IETF's <c>RateLimit</c> field: <c>"default";r=0;t=30</c>, a list of such, or the older <c>limit=100, remaining=0,
/// reset=30</c>.
/// </summary>
/// <remarks>https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/; the older form is that of draft 07.</remarks>
internal static class RateLimitField
{
    public const string Name = "ratelimit";

    public static TimeSpan? LongestReset(string? value, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        // The older form spreads one bucket over several list items.
        string? olderRemaining = null, olderReset = null;
        foreach (var item in (value ?? "").Split(','))
        {
            string? remaining = null, reset = null;
            foreach (var parameter in item.Split(';', StringSplitOptions.TrimEntries))
            {
                var equals = parameter.IndexOf('=', StringComparison.Ordinal);
                var content = parameter[(equals + 1)..].Trim();
                switch (equals < 0 ? "" : parameter[..equals].TrimEnd().ToLowerInvariant())
                {
                    case "r":
                        remaining = content;
                        break;
                    case "t":
                        reset = content;
                        break;
                    case "remaining":
                        olderRemaining = content;
                        break;
                    case "reset":
                        olderReset = content;
                        break;
                }
            }
            longest = Longer(longest, remaining, reset, now);
        }
        return Longer(longest, olderRemaining, olderReset, now);
    }

    private static TimeSpan? Longer(TimeSpan? longest, string? remaining, string? reset, DateTimeOffset now) =>
        ResetValue.TryNumber(remaining, out var left) && left <= 0 && ResetValue.Read(reset, now) is { } rest && rest >= (longest ?? rest)
            ? rest
            : longest;
}
