using System.Globalization;
using System.Text;

namespace Sidecar.Load.Report;

/// <summary>The results as a page: facts, chart, one table per scenario.</summary>
internal static class Markdown
{
    public static string Of(string date, IReadOnlyList<(string What, string Fact)> facts, IReadOnlyDictionary<string, string> titles,
        IReadOnlyList<Row> rows, string? chart)
    {
        var page = new StringBuilder();
        page.AppendLine(CultureInfo.InvariantCulture, $"# Measured on {date}").AppendLine();
        foreach (var (what, fact) in facts)
            page.AppendLine(CultureInfo.InvariantCulture, $"- {what}: {fact}");
        var held = rows.Where(r => r.IsMet is not null).ToList();
        page.AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"Targets met: {held.Count(r => r.IsMet is true)} of {held.Count}. Figures are medians over the rounds, ratios the median of "
                + $"each round's own.");
        if (chart is not null)
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"![Ratios to plain YARP]({chart})");
        foreach (var scenario in rows.GroupBy(r => r.Scenario))
        {
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {scenario.Key}: {titles[scenario.Key]}").AppendLine();
            page.AppendLine(Line(Row.Titles)).AppendLine("|---|---|--:|--:|--:|--:|--:|---|");
            foreach (var row in scenario)
                page.AppendLine(Line(row.Cells));
        }
        return page.ToString();
    }

    // The scenario's name is above the table.
    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Skip(1))} |";
}
