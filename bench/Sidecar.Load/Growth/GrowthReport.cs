using System.Globalization;
using System.Text;

namespace Sidecar.Load.Growth;

/// <summary>A table for each series, on the console and in <c>bench/results/DATE-growth.md</c>.</summary>
internal static class GrowthReport
{
    public static void Print(IReadOnlyList<GrowthRow> rows)
    {
        foreach (var series in rows.GroupBy(r => r.Series))
        {
            Console.WriteLine($"{Environment.NewLine}{series.Key.Title}");
            IReadOnlyList<string>[] lines = [[.. Titles(series.Key)], .. series.Select(r => r.Cells.ToList())];
            var widths = Enumerable.Range(0, lines[0].Count).Select(c => lines.Max(l => l[c].Length)).ToArray();
            foreach (var line in lines)
                Console.WriteLine("  " + string.Join("  ", line.Select(
                    (cell, c) => c == 0 || c == line.Count - 1 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        }
    }

    public static async Task WriteAsync(IReadOnlyList<string> names, IEnumerable<(string What, string Fact)> facts,
        IReadOnlyList<GrowthRow> rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bench", "results")).FullName;
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var name = string.Join('-', (IEnumerable<string>)[date, "growth", .. names]);
        GrowthChart.Save(rows, Path.Combine(folder, $"{name}.png"));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.md"), Page(date, name, names, facts, rows));
        await Console.Error.WriteLineAsync($"written: bench/results/{name}.md and .png");
    }

    private static string Page(string date, string name, IReadOnlyList<string> names, IEnumerable<(string What, string Fact)> facts,
        IReadOnlyList<GrowthRow> rows)
    {
        var page = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"# How cost grows, measured on {date}").AppendLine();
        foreach (var (what, fact) in facts.Where(f => f.What != "command"))
            page.AppendLine(CultureInfo.InvariantCulture, $"- {what}: {fact}");
        page.AppendLine(CultureInfo.InvariantCulture,
            $"- command: {string.Join(' ', (IEnumerable<string>)["bench/run growth", .. names])}");
        page.AppendLine().AppendLine(
            "The slope is that of the logarithms: 0 is no growth, 1 is growth in proportion to the number. Costs per item must stay "
                + "below 0.15, totals below 1.15.");
        page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"![Growth]({name}.png)");
        foreach (var series in rows.GroupBy(r => r.Series))
        {
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {series.Key.Title}").AppendLine();
            page.AppendLine(Line(Titles(series.Key))).AppendLine(
                CultureInfo.InvariantCulture, $"|---|{string.Concat(series.Key.Sizes.Select(_ => "--:|"))}--:|---|");
            foreach (var row in series)
                page.AppendLine(Line(row.Cells));
        }
        return page.ToString();
    }

    private static IEnumerable<string> Titles(IGrowthSeries series) =>
        ["", .. series.Sizes.Select(s => s.ToString("#,0", CultureInfo.InvariantCulture)), "slope", ""];

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
