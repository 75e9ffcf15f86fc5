using Sidecar.Domain.Sums;
using Sidecar.Host.Dashboard.History;

namespace Sidecar.Host.Dashboard.Parts;

/// <summary>A chart: its curves, and how its values are written.</summary>
/// <param name="About">What it shows in sum, for those who cannot see it.</param>
public sealed record ChartPlan(string Title, string About, IReadOnlyList<Curve> Curves, Func<double, string> Write)
{
    /// <summary>The charts of a series, the most telling first.</summary>
    public static IReadOnlyList<ChartPlan> Of(SumSeries series)
    {
        var total = series.Total();
        return
        [
            new("Requests", $"{Figures.Count(total.Requests)} requests, {Figures.Count(total[Measure.Answered])} of them answered",
                [
                    Count(series, "answered", "c1", Measure.Answered),
                    Count(series, "refused (4xx)", "c3", Measure.Refused, Measure.Throttled),
                    Count(series, "failed (5xx)", "c2", Measure.Failed),
                    Count(series, "hung up", "c4", Measure.HungUp),
                ], Whole),
            new("Trouble", $"{Figures.Count(total[Measure.RateLimited])} upstream 429s, {Figures.Count(total[Measure.Waited])} waits, "
                + $"{Figures.Count(total[Measure.EndedInEmergency])} emergencies",
                [
                    Count(series, "upstream 429s", "c3", Measure.RateLimited),
                    Count(series, "other upstream failures", "c2", UpstreamFailures),
                    Count(series, "requests that waited", "c1", Measure.Waited),
                    Count(series, "emergencies", "c4", Measure.EndedInEmergency),
                ], Whole),
            new("Latency", $"median {Milliseconds(total.Latency(0.5))}, 95th percentile {Milliseconds(total.Latency(0.95))}",
                [
                    new("median", "c1", Each(series, cell => cell.Latency(0.5))),
                    new("95th percentile", "c3", Each(series, cell => cell.Latency(0.95))),
                ], Figures.Milliseconds),
            new("First token", $"median {Milliseconds(total.FirstToken(0.5))}, 95th percentile {Milliseconds(total.FirstToken(0.95))}",
                [
                    new("median", "c1", Each(series, cell => cell.FirstToken(0.5))),
                    new("95th percentile", "c3", Each(series, cell => cell.FirstToken(0.95))),
                ], Figures.Milliseconds),
            new("Tokens", $"{Figures.Count(total.Tokens)} tokens",
                [
                    Count(series, "prompt", "c1", Measure.PromptTokens),
                    Count(series, "completion", "c3", Measure.CompletionTokens),
                ], Whole),
            new("Cost", Figures.Cost(total.Cost), [new("cost", "c1", Each(series, CostOf))], value => Figures.Cost((decimal)value)),
        ];
    }

    /// <summary>What upstreams did wrong but for refusing by rate.</summary>
    public static Measure[] UpstreamFailures { get; } =
    [
        Measure.Overloaded, Measure.CredentialsRefused, Measure.UpstreamFailed, Measure.Unreachable, Measure.TimedOut, Measure.BrokenOff,
    ];

    /// <summary>Zero only where nothing was asked: a cost that nobody knows is unknown.</summary>
    private static double? CostOf(SumCell cell) => (double?)cell.Cost ?? (cell[Measure.Attempts] == 0 ? 0 : null);

    private static Curve Count(SumSeries series, string name, string look, params Measure[] measures) =>
        new(name, look, Each(series, cell => measures.Sum(measure => cell[measure])));

    private static List<double?> Each(SumSeries series, Func<SumCell, double?> of) =>
        [.. series.Points.Select(point => point.Sums is { } sums ? of(sums) : null)];

    private static string Whole(double value) => Figures.Count((long)Math.Round(value));

    private static string Milliseconds(double? value) => value is { } known ? Figures.Milliseconds(known) : Figures.Unknown;
}
