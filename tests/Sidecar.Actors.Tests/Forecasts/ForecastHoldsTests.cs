using Sidecar.Domain.Forecast;
using Xunit.Abstractions;

namespace Sidecar.Actors.Tests.Forecasts;

/// <summary>One policy is recorded, another is forecast from the record and then run for real on the same load and the same hidden limits:
/// the result lies within the forecast.</summary>
/// <remarks>With <c>SIDECAR_FORECAST</c> set to a number, every pair is tried in every scenario, under loads drawn with that number as the
/// seed.</remarks>
public sealed class ForecastHoldsTests(ITestOutputHelper output)
{
    private static readonly string? All = Environment.GetEnvironmentVariable("SIDECAR_FORECAST");
    private static readonly string[] Figures = ["answered", "429s", "503s", "wait_p50_s", "tokens"];

    // The recorded policy and the forecast one, as indexes into the list of all.
    private static readonly (int Recorded, int Foretold)[] Pairs =
    [
        (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (0, 7), (1, 0), (1, 2), (1, 4),
        (2, 0), (2, 6), (3, 0), (3, 1), (4, 0), (4, 7), (6, 0), (6, 3), (7, 0), (7, 5), (2, 3),
    ];

    [Fact]
    public void real_figures_lie_in_the_intervals()
    {
        var cells = new List<(ForecastLine Line, decimal? Real)>();
        foreach (var (place, scenario) in HiddenScenario.Drawn(
            All is null ? 3 : int.Parse(All, System.Globalization.CultureInfo.InvariantCulture)).Index())
        {
            var runs = HiddenScenario.Policies.Select((policy, i) =>
                new Lazy<Forecaster>(() => new Forecaster([scenario.Play(policy.Lay, i + 1)]))).ToList();
            foreach (var (recorded, foretold) in All is null ? Pairs.Where((_, i) => i % 3 == place) : Pairs)
            {
                var policy = HiddenScenario.Policies[foretold];
                var report = runs[recorded].Value.Of(_ => HiddenScenario.PolicyOf(policy.Lay(scenario.World)));
                var real = runs[foretold].Value.OfRecord();
                cells.AddRange(Figures.Select(figure => (report[figure], real[figure].Recorded)));
                output.WriteLine($"{scenario.Name}: {HiddenScenario.Policies[recorded].Name} -> {policy.Name}: "
                    + string.Join("; ", cells.TakeLast(Figures.Length).Select(cell =>
                    $"{(IsInside(cell.Line, cell.Real) ? "" : "NOT ")}{cell.Line.Figure} {cell.Line.Recorded} -> {cell.Line.Expected} "
                        + $"[{cell.Line.Low}, {cell.Line.High}] {cell.Line.Certainty}: {cell.Real}")));
            }
        }
        // Where little is known there is an interval but no verdict, so nothing that could be wrong.
        var told = cells.Where(cell => cell.Line.Certainty != Certainty.Unknown).ToList();
        var (inside, answered, refused) = (cells.Count(cell => IsInside(cell.Line, cell.Real)), MedianError(told, "answered"),
            MedianError(told, "429s"));
        output.WriteLine($"{inside} of {cells.Count} inside, of those with a verdict {told.Count(cell => IsInside(cell.Line, cell.Real))} "
            + $"of {told.Count}; median error of answered {answered:0.000}, of 429s {refused:0.000} (of all pairs "
            + $"{MedianError(cells, "429s"):0.000})");

        Assert.True(inside >= 0.85m * cells.Count, $"{inside} of {cells.Count} cells are inside");
        Assert.True(answered <= 0.1m && refused <= 0.1m, $"median errors: answered {answered}, 429s {refused}");
    }

    private static bool IsInside(ForecastLine line, decimal? real) =>
        real is null ? line.Low is null : line.Low <= real && real <= line.High;

    private static decimal MedianError(IEnumerable<(ForecastLine Line, decimal? Real)> cells, string figure)
    {
        var errors = cells.Where(cell => cell.Line.Figure == figure)
            .Select(cell => Math.Abs((cell.Line.Expected ?? 0) - (cell.Real ?? 0)) / Math.Max(1, cell.Real ?? 0)).Order().ToList();
        return errors[errors.Count / 2];
    }
}
