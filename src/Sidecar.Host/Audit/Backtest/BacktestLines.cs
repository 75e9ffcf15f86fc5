using System.Globalization;
using Sidecar.Domain.Backtest;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>One figure of a report, side by side, and how the tested policy's is known.</summary>
/// <param name="Known">Of a quantile: the waits that were no shorter.</param>
internal sealed record BacktestLine(string Figure, decimal? Recorded, decimal? Tested, Amount Known)
{
    public string[] Cells() =>
        [Figure, Text(Recorded), Text(Tested), Signed(Tested - Recorded), Text(Known.Observed), Text(Known.Inferred), Text(Known.Unknown)];

    private static string Text(decimal? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "-";

    private static string Signed(decimal? value) => value is null or 0 ? "" : (value > 0 ? "+" : "") + Text(value);
}

/// <summary>All figures of a report, in one order.</summary>
internal static class BacktestLines
{
    public static IEnumerable<BacktestLine> Of(BacktestReport report)
    {
        yield return Line("requests", f => f.Requests);
        yield return Line("answered", f => f.Relayed);
        yield return Line("503s", f => f.Unavailable);
        yield return Line("hung_up", f => f.Abandoned);
        yield return Line("attempts", f => f.Attempts);
        yield return Line("429s", f => f.RateLimited);
        yield return Line("emergencies", f => f.Emergencies);
        yield return Line("waits", f => f.WaitsFrom(TimeSpan.Zero));
        foreach (var (name, share) in ((string, double)[])[("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1)])
            yield return Wait(name, share);
        yield return Line("tokens", f => f.Tokens);
        yield return Line("cost", f => f.Cost);
        yield return Line("answers_without_usage", f => f.WithoutUsage);
        foreach (var backend in report.Recorded.Backends.Keys.Union(report.Candidate.Backends.Keys).Order(StringComparer.Ordinal))
        {
            yield return Line($"{backend}: requests", f => f.Backends.GetValueOrDefault(backend)?.Requests ?? default);
            yield return Line($"{backend}: attempts", f => f.Backends.GetValueOrDefault(backend)?.Attempts ?? default);
            yield return Line($"{backend}: 429s", f => f.Backends.GetValueOrDefault(backend)?.RateLimited ?? default);
        }

        BacktestLine Line(string name, Func<Figures, Amount> figure) =>
            new(name, figure(report.Recorded).Total, figure(report.Candidate).Total, figure(report.Candidate));

        BacktestLine Wait(string name, double share)
        {
            var (recorded, tested) = (report.Recorded.WaitAt(share), report.Candidate.WaitAt(share));
            return new BacktestLine(
                $"wait_{name}_s", Seconds(recorded), Seconds(tested), tested is { } wait ? report.Candidate.WaitsFrom(wait) : default);
        }
    }

    private static decimal? Seconds(TimeSpan? wait) => wait is { } span ? Math.Round((decimal)span.TotalSeconds, 3) : null;
}
