using System.Globalization;
using Sidecar.Domain.Backtest;

namespace Sidecar.Backtest;

/// <summary>One figure of a report, side by side; the candidate's also by how it is known.</summary>
/// <param name="Known">Null for a quantile: of how many waits each kind is stands in the line of the waits.</param>
internal sealed record BacktestLine(string Figure, decimal? Recorded, decimal? Baseline, decimal? Candidate, Amount? Known)
{
    public IEnumerable<string> Cells() =>
        [Figure, Text(Recorded), Text(Baseline), Text(Candidate), Text(Known?.Observed), Text(Known?.Inferred), Text(Known?.Unknown)];

    private static string Text(decimal? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "-";
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
        yield return Line("waits", f => f.Waits.Aggregate(default(Amount), (sum, wait) => sum.Plus(1, wait.Certainty)));
        foreach (var (name, share) in ((string, double)[])[("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1)])
            yield return new BacktestLine($"wait_{name}_s", Wait(report.Recorded, share), Wait(report.Baseline, share), Wait(report.Candidate, share), null);
        yield return Line("tokens", f => f.Tokens);
        yield return Line("cost", f => f.Cost);
        yield return Line("answers_without_usage", f => f.WithoutUsage);
        foreach (var backend in report.Recorded.Backends.Keys.Union(report.Candidate.Backends.Keys).Order(StringComparer.Ordinal))
        {
            yield return Line($"{backend}: requests", f => f.Backends.GetValueOrDefault(backend)?.Requests ?? default);
            yield return Line($"{backend}: attempts", f => f.Backends.GetValueOrDefault(backend)?.Attempts ?? default);
            yield return Line($"{backend}: 429s", f => f.Backends.GetValueOrDefault(backend)?.RateLimited ?? default);
        }

        BacktestLine Line(string name, Func<Figures, Amount> figure) => new(
            name, figure(report.Recorded).Total, figure(report.Baseline).Total, figure(report.Candidate).Total, figure(report.Candidate));
    }

    private static decimal? Wait(Figures figures, double share) => figures.WaitAt(share) is { } wait ? (decimal)wait.TotalSeconds : null;
}
