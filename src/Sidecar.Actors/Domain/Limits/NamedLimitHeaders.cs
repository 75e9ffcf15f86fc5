using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Limits;

/// <summary>Reads from an answer's headers what is left of which limit, whatever the headers are called.</summary>
/// <remarks>
/// A bucket has one header with what is left, and one each with its limit and its reset time, with the same name except for <c>limit</c>
/// or <c>reset</c> in place of <c>remaining</c>: <c>x-ratelimit-remaining-tokens-minute</c>,
/// <c>anthropic-ratelimit-requests-remaining</c>, <c>ratelimit-remaining</c>. Or the IETF's <c>RateLimit</c> and <c>RateLimit-Policy</c>
/// contain all of it.
/// </remarks>
public static class NamedLimitHeaders
{
    /// <summary>More than any provider sends; a bound, because the upstream chooses the names.</summary>
    public const int Most = 8;

    private const string Family = "ratelimit";
    private const string Remaining = "remaining";

    // A larger number means that there is no limit.
    private const double Boundless = 1e12;

    /// <summary>Whether the header may be about a limit.</summary>
    public static bool IsOne(string name) =>
        name.Contains(Family, StringComparison.OrdinalIgnoreCase) && (name.Length == Family.Length
            || name.Contains(Remaining, StringComparison.OrdinalIgnoreCase));

    /// <summary>The limits whose headers say how much is left and until when; empty if there are none.</summary>
    /// <param name="header">The first value of a header, or null.</param>
    /// <param name="names">The names of all headers.</param>
    /// <param name="theirs">The upstream's own time, to which instants refer.</param>
    /// <param name="now">The local time.</param>
    public static IReadOnlyList<NamedBucket> Read(
        Func<string, string?> header, IEnumerable<string> names, DateTimeOffset theirs, DateTimeOffset now)
    {
        var buckets = new List<NamedBucket>();
        foreach (var name in names)
        {
            if (buckets.Count >= Most || !IsOne(name))
                continue;
            if (name.Length == Family.Length)
                foreach (var item in RateLimitItems.Of(header(name), header("ratelimit-policy")))
                    Add(Bucket(item.Name, item.Remaining, item.Limit, item.Reset, item.Window));
            else
                Add(Bucket(name.ToLowerInvariant(), header(name), header(With(name, "limit")), header(With(name, "reset")), null));
        }
        return buckets;

        void Add(NamedBucket? bucket)
        {
            if (bucket is not null && buckets.Count < Most)
                buckets.Add(bucket);
        }

        NamedBucket? Bucket(string name, string? remaining, string? limit, string? reset, TimeSpan? window)
        {
            if (!ResetValue.TryNumber(remaining, out var left) || left >= Boundless || ResetValue.Read(reset, theirs) is not { } rest
                || rest <= TimeSpan.Zero)
                return null;
            // -1 of -1 means no limit.
            if (left < 0 && ResetValue.TryNumber(FirstOf(limit), out var none) && none < 0)
                return null;
            long? most = ResetValue.TryNumber(FirstOf(limit), out var number) && number is >= 1 and < Boundless ? (long)number : null;
            return new NamedBucket(name, CountsTokens(name), IsWhole(name), window ?? WindowOf(name), most, (long)Math.Max(0, left),
                now + rest);
        }
    }

    private static string With(string name, string other) => name.Replace(Remaining, other, StringComparison.OrdinalIgnoreCase);

    // RateLimit-Limit: 100, 100;w=60
    private static string? FirstOf(string? value) => value?.Split(',', ';')[0];

    private static bool CountsTokens(string name) => name.Contains("token", StringComparison.OrdinalIgnoreCase);

    // Only a part: anthropic-ratelimit-output-tokens, x-ratelimit-remaining-tokens-prompt.
    private static bool IsWhole(string name) =>
        !name.Contains("input", StringComparison.Ordinal) && !name.Contains("output", StringComparison.Ordinal)
        && !name.Contains("prompt", StringComparison.Ordinal) && !name.Contains("generated", StringComparison.Ordinal)
        && !name.Contains("cached", StringComparison.Ordinal);

    private static TimeSpan? WindowOf(string name) =>
        name.Contains("day", StringComparison.Ordinal) ? TimeSpan.FromDays(1)
        : name.Contains("hour", StringComparison.Ordinal) ? TimeSpan.FromHours(1)
        : name.Contains("minute", StringComparison.Ordinal) ? TimeSpan.FromMinutes(1)
        : name.Contains("second", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1)
        : null;
}
