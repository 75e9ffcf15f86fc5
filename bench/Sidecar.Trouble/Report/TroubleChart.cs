using ScottPlot;
using Sidecar.Trouble.Subjects;

namespace Sidecar.Trouble.Report;

/// <summary>One bar for each row and subject: the requests answered, in % of what the oracle answers.</summary>
internal static class TroubleChart
{
    private const double Thickness = 0.2;
    private static readonly Color[] Colours = [Color.FromHex("#2a9d63"), Color.FromHex("#444444"), Color.FromHex("#b9c2cc"),
        Color.FromHex("#d9822b")];

    public static void Save(IReadOnlyList<TroubleResult> results, string file)
    {
        using var plot = new Plot();
        SubjectKind[] subjects = [.. results.Select(static r => r.Subject).Distinct().Order()];
        var rows = results.GroupBy(static r => r.Row).Reverse().ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var most = TroubleTable.OracleOf(rows[i].First());
            foreach (var result in rows[i])
                plot.Add.Bar(new Bar
                {
                    Position = i + ((subjects.Length / 2.0) - Array.IndexOf(subjects, result.Subject)) * Thickness,
                    Value = 100.0 * result.Answered / Math.Max(1, most),
                    FillColor = Colours[(int)result.Subject],
                    LineWidth = 0,
                    Size = Thickness,
                    Orientation = Orientation.Horizontal,
                });
        }
        plot.Add.VerticalLine(97, 1.5f, Colors.Black, LinePattern.Dashed);
        plot.Axes.Left.SetTicks([.. rows.Select(static (_, i) => (double)i)], [.. rows.Select(static r => r.Key.Scenario.Name)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimits(0, 104, -0.6, rows.Length - 0.4);
        plot.HideGrid();
        plot.Font.Set("DejaVu Sans");
        plot.Title("Answered, in % of what an oracle answers that knows the limits");
        plot.Legend.ManualItems.AddRange(subjects.Select(static s =>
            new LegendItem { LabelText = TroubleTable.NameOf(s), FillColor = Colours[(int)s] }));
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "97 %", FillColor = Colors.Black });
        plot.ShowLegend(Edge.Bottom);
        plot.SavePng(file, 1100, 150 + (60 * rows.Length));
    }
}
