using ScottPlot;

namespace Sidecar.Load.Report;

/// <summary>A bar for each metric whose ratio to plain YARP has a target, with a mark at that target.</summary>
internal static class RatioChart
{
    private const int RowHeight = 46;
    private const double BarSize = 0.36;

    private static readonly Color Met = Color.FromHex("#2a9d63");
    private static readonly Color Missed = Color.FromHex("#d9822b");
    private static readonly Color Bare = Color.FromHex("#b9c2cc");

    public static bool TrySave(IReadOnlyList<Row> rows, string file)
    {
        var charted = rows.Where(r => r.Ratio is not null && r.Targets.Any(t => t.OfRatio)).Reverse().ToList();
        if (charted.Count == 0)
            return false;
        using var plot = new Plot();
        // Longer bars are cut off, so that one row does not flatten all others; their numbers still tell the truth.
        var longest = Math.Min(4, charted.Max(r => r.Ratio!.Value)) * 1.12 + 0.1;
        plot.Add.VerticalLine(1, 1.5f, Color.FromHex("#444444"), LinePattern.Dashed);
        plot.Add.Bars(charted.SelectMany((r, i) => Bars(r, i, longest)).ToArray()).Horizontal = true;
        for (var i = 0; i < charted.Count; i++)
            AddTarget(plot, i, charted[i].Targets.First(t => t.OfRatio).Limit);
        plot.Axes.Left.SetTicks([.. charted.Select((_, i) => (double)i)], [.. charted.Select(r => $"{r.Scenario}  {r.Metric}")]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimits(0, longest, -0.6, charted.Count - 0.4);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(0.5);
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.HideGrid();
        plot.Font.Set("DejaVu Sans");
        plot.Title("Ratio to plain YARP in the same run");
        plot.Legend.ManualItems.AddRange([Legend("Sidecar, target met", Met), Legend("Sidecar, target missed", Missed),
            Legend("bare Kestrel + HttpClient", Bare), Legend("target", Colors.Black)]);
        plot.ShowLegend(Edge.Bottom);
        plot.SavePng(file, 1100, 150 + RowHeight * charted.Count);
        return true;
    }

    private static IEnumerable<Bar> Bars(Row row, int at, double longest)
    {
        var isMet = row.Targets.Where(t => t.OfRatio).All(t => t.IsMet(row.Sidecar, row.Ratio) is true);
        yield return NewBar(at + BarSize / 2, row.Ratio!.Value, isMet ? Met : Missed, longest);
        if (row.BareRatio is { } bare)
            yield return NewBar(at - BarSize / 2, bare, Bare, longest);
    }

    private static Bar NewBar(double at, double ratio, Color color, double longest) => new()
    {
        Position = at,
        Value = Math.Clamp(ratio, 0, longest * 0.92),
        FillColor = color,
        LineWidth = 0,
        Size = BarSize,
        Label = ratio > longest * 0.92 ? $"→ {Format.Number(ratio)}" : Format.Number(ratio),
    };

    private static void AddTarget(Plot plot, int at, double limit)
    {
        var line = plot.Add.Line(limit, at - BarSize, limit, at + BarSize);
        line.Color = Colors.Black;
        line.LineWidth = 3;
    }

    private static LegendItem Legend(string text, Color color) => new() { LabelText = text, FillColor = color };
}
