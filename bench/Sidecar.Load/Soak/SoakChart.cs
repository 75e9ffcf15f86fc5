using ScottPlot;

namespace Sidecar.Load.Soak;

/// <summary>Every figure over time, one panel each.</summary>
internal static class SoakChart
{
    private const int Columns = 2;
    private const int PanelWidth = 620;
    private const int PanelHeight = 240;

    public static void Save(IReadOnlyList<SoakSample> samples, string file)
    {
        var page = new Multiplot();
        page.RemovePlot(page.GetPlot(0));
        var minutes = samples.Select(s => s.Minute).ToArray();
        foreach (var figure in SoakFigure.All)
        {
            var plot = new Plot();
            var line = plot.Add.Scatter(minutes, samples.Select(figure.Of).ToArray());
            (line.LineWidth, line.MarkerSize) = (2, 0);
            plot.Axes.SetLimitsY(0, Math.Max(1, samples.Max(figure.Of)) * 1.15);
            plot.Font.Set("DejaVu Sans");
            plot.Title(figure.Unit.Length == 0 ? figure.Name : $"{figure.Name}, {figure.Unit}", 14);
            page.AddPlot(plot);
        }
        var lines = (SoakFigure.All.Count + Columns - 1) / Columns;
        page.Layout = new ScottPlot.MultiplotLayouts.Grid(lines, Columns);
        page.SavePng(file, PanelWidth * Columns, PanelHeight * lines);
    }
}
