using ScottPlot;

namespace Sidecar.Load.Growth;

/// <summary>Every judged metric against its size, both axes logarithmic, each as a multiple of its value at the smallest size: what is flat
/// stays at 1.</summary>
internal static class GrowthChart
{
    private const int PanelWidth = 560;
    private const int PanelHeight = 380;

    private static readonly Color Linear = Color.FromHex("#b9c2cc");

    public static void Save(IReadOnlyList<GrowthRow> rows, string file)
    {
        var panels = rows.Where(r => r.IsFine is not null && r.Points.All(p => p.Number > 0)).GroupBy(r => r.Series).ToList();
        var page = new Multiplot();
        page.RemovePlot(page.GetPlot(0));
        foreach (var panel in panels)
            page.AddPlot(PanelOf(panel.Key, [.. panel]));
        const int Columns = 3;
        var lines = (panels.Count + Columns - 1) / Columns;
        page.Layout = new ScottPlot.MultiplotLayouts.Grid(lines, Columns);
        page.SavePng(file, PanelWidth * Columns, PanelHeight * lines);
    }

    private static Plot PanelOf(IGrowthSeries series, IReadOnlyList<GrowthRow> rows)
    {
        var plot = new Plot();
        var (first, last) = (Math.Log10(series.Sizes[0]), Math.Log10(series.Sizes[^1]));
        var linear = plot.Add.Line(first, 0, last, last - first);
        (linear.Color, linear.LinePattern, linear.LegendText) = (Linear, LinePattern.Dashed, "as the number");
        foreach (var row in rows)
        {
            var line = plot.Add.Scatter(
                row.Points.Select(p => Math.Log10(p.Size)).ToArray(),
                row.Points.Select(p => Math.Log10(p.Number / row.Points[0].Number)).ToArray());
            (line.LegendText, line.LineWidth) = (row.Metric, 2);
        }
        plot.Axes.Bottom.SetTicks([.. series.Sizes.Select(s => Math.Log10(s))],
            [.. series.Sizes.Select(s => s.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture))]);
        plot.Axes.Left.SetTicks([-1, 0, 1, 2, 3, 4], ["÷10", "1", "×10", "×100", "×1,000", "×10,000"]);
        plot.Axes.SetLimitsY(-1, Math.Max(2, last - first));
        plot.Font.Set("DejaVu Sans");
        plot.Title(series.Title, 14);
        plot.ShowLegend(Alignment.UpperLeft);
        return plot;
    }
}
