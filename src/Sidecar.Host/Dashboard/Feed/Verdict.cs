namespace Sidecar.Host.Dashboard.Feed;

/// <summary>Whether it is well, in a sentence.</summary>
/// <param name="Look">Its class in the style sheet: good, warn or bad.</param>
public sealed record Verdict(string Look, string Headline, string Detail)
{
    // Less than this is met by every upstream now and then.
    private const double Notable = 0.01;

    /// <summary>Of what is known at one instant.</summary>
    public static Verdict Of(DashboardSnapshot shown)
    {
        var enabled = shown.Pools.SelectMany(pool => pool.Backends).Where(backend => backend.Definition.Enabled).ToList();
        var open = enabled.Count(backend => !backend.IsResting);
        var (failed, all) = (shown.Traffic.Unserved, shown.Traffic.Walks);
        var traffic = all == 0 ? "no request has ended in the last minute"
            : failed == 0 ? $"none of the {all} requests of the last minute failed"
            : $"{failed} of the {all} requests of the last minute failed";
        if (!shown.IsServing)
            return new Verdict("warn", "Starting", "The backends are recovering from the journal.");
        if (enabled.Count == 0)
            return new Verdict("bad", "No backend is in use", "Every request is refused: add a backend, or enable one.");
        if (open == 0)
            return new Verdict("bad", "Every backend rests", $"{Next(shown, enabled)}; {traffic}.");
        if (failed > all * Notable && all > 0)
            return new Verdict("bad", "Requests fail", $"{Upper(traffic)}; {open} of {enabled.Count} backends are available.");
        if (shown.Pools.FirstOrDefault(pool => pool.IsPrimary) is { Backends.Count: > 0, Available: 0 } primary)
            return new Verdict("warn", $"The pool {primary.Name} rests", $"Others serve: {traffic}.");
        return open < enabled.Count
            ? new Verdict("warn", $"{enabled.Count - open} of {enabled.Count} backends rest", $"The others serve: {traffic}.")
            : new Verdict("good", "All is well", $"All {enabled.Count} backends are available; {traffic}.");
    }

    private static string Next(DashboardSnapshot shown, List<BackendTile> enabled) =>
        enabled.Select(backend => backend.Until).Min() is { } until && until > shown.At
            ? $"The first is back in {Math.Ceiling((until - shown.At).TotalSeconds):0} s" : "The next request is a probe";

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
