using System.Globalization;

namespace Sidecar.Domain.Limits;

/// <summary>Reads the IETF's <c>RateLimit</c> and <c>RateLimit-Policy</c> item by item: <c>"default";r=50;t=30</c> and
/// <c>"default";q=100;w=60</c>.</summary>
/// <remarks>https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/; <c>limit=100, remaining=50, reset=30</c> is the form of
/// draft 07, whose policy is <c>100;w=60</c>.</remarks>
internal static class RateLimitItems
{
    public static IEnumerable<RateLimitItem> Of(string? field, string? policy)
    {
        var older = new RateLimitItem("ratelimit", null, null, null, null);
        var policies = (policy ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(item => (Name: NameOf(item), Item: item)).ToList();
        foreach (var item in (field ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            older = new RateLimitItem(older.Name, older.Remaining ?? Parameter(item, "remaining"), older.Limit ?? Parameter(item, "limit"),
                older.Reset ?? Parameter(item, "reset"), older.Window);
            if (Parameter(item, "r") is not { } remaining)
                continue;
            var name = NameOf(item);
            var own = policies.Find(p => p.Name == name).Item;
            yield return new RateLimitItem($"ratelimit {name}", remaining, Parameter(own, "q"), Parameter(item, "t"), WindowOf(own));
        }
        if (older.Remaining is not null)
            yield return older with { Window = policies.Count == 1 ? WindowOf(policies[0].Item) : null };
    }

    private static string NameOf(string item) => item.Split(';')[0].Trim().Trim('"');

    private static string? Parameter(string? item, string name)
    {
        foreach (var part in (item ?? "").Split(';', StringSplitOptions.TrimEntries))
            if (part.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
                && part.AsSpan(0, equals).TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
                return part[(equals + 1)..].Trim();
        return null;
    }

    private static TimeSpan? WindowOf(string? policy) =>
        int.TryParse(Parameter(policy, "w"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds) : null;
}

/// <summary>One bucket of the field, as texts.</summary>
internal readonly record struct RateLimitItem(string Name, string? Remaining, string? Limit, string? Reset, TimeSpan? Window);
