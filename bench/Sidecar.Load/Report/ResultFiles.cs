using System.Globalization;

namespace Sidecar.Load.Report;

/// <summary>Writes <c>bench/results/DATE.md</c> and its chart; a run of only some scenarios has their letters in the name.</summary>
internal static class ResultFiles
{
    public static async Task WriteAsync(Options options, IReadOnlyList<(string What, string Fact)> facts,
        IReadOnlyDictionary<string, string> titles, IReadOnlyList<Row> rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bench", "results")).FullName;
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var name = string.Join('-', (IEnumerable<string>)[date, .. options.Scenarios]);
        var hasChart = RatioChart.TrySave(rows, Path.Combine(folder, $"{name}.png"));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.md"),
            Markdown.Of(date, facts, titles, rows, hasChart ? $"{name}.png" : null));
        await Console.Error.WriteLineAsync($"written: bench/results/{name}.md{(hasChart ? " and .png" : "")}");
    }
}
