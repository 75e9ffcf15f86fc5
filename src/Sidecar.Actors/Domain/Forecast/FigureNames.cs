namespace Sidecar.Domain.Forecast;

/// <summary>The names of all figures of a policy, in the order in which they are reported.</summary>
internal static class FigureNames
{
    private static readonly HashSet<string> OfRequests = ["requests", "answered", "503s", "hung_up", "emergencies", "waits"];

    private static readonly (string Name, Func<Figures, decimal?> Of)[] OfAll =
    [
        ("requests", f => f.Requests),
        ("answered", f => f.Relayed),
        ("503s", f => f.Unavailable),
        ("hung_up", f => f.Abandoned),
        ("attempts", f => f.Attempts),
        ("429s", f => f.RateLimited),
        ("emergencies", f => f.Emergencies),
        ("waits", f => f.Waits.Count),
        ("wait_p50_s", f => Seconds(f.WaitAt(0.5))),
        ("wait_p90_s", f => Seconds(f.WaitAt(0.9))),
        ("wait_p99_s", f => Seconds(f.WaitAt(0.99))),
        ("wait_max_s", f => Seconds(f.WaitAt(1))),
        ("tokens", f => f.Tokens),
        ("cost", f => f.Cost),
        ("without_usage", f => f.WithoutUsage),
    ];

    /// <summary>Whether the figure counts requests, so that it cannot exceed their total.</summary>
    internal static bool IsOfRequests(string name) => OfRequests.Contains(name);

    /// <summary>All figures, including those of each backend that any of these policies asked.</summary>
    internal static IEnumerable<(string Name, Func<Figures, decimal?> Of)> For(IEnumerable<Figures> all)
    {
        foreach (var figure in OfAll)
            yield return figure;
        var backends = all.SelectMany(figures => figures.Backends.Keys).Distinct(StringComparer.Ordinal);
        foreach (var backend in backends.Order(StringComparer.Ordinal))
        {
            yield return ($"{backend}: requests", f => f.Of(backend).Requests);
            yield return ($"{backend}: attempts", f => f.Of(backend).Attempts);
            yield return ($"{backend}: 429s", f => f.Of(backend).RateLimited);
        }
    }

    private static decimal? Seconds(TimeSpan? wait) => wait is { } span ? Math.Round((decimal)span.TotalSeconds, 3) : null;
}
