using System.Globalization;
using System.Text;
using Sidecar.Load.Report;

namespace Sidecar.Load.Soak;

/// <summary>Prints the results of a soak test and writes them with a chart to <c>bench/results</c>.</summary>
internal static class SoakReport
{
    /// <returns>Whether everything that should be flat is flat.</returns>
    public static async Task<bool> WriteAsync(SoakOptions options, SoakLoad load, IReadOnlyList<SoakSample> samples, SoakSample after,
        (double? Early, double Late) used)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bench", "results")).FullName;
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"# Soak, {date}").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture,
                $"`{options.Command}`: {load.Sent:#,0} plain requests ({load.Failures} not answered 200), {load.Streams:#,0} streams "
                    + $"({load.BrokenStreams} not intact), {samples.Count} looks. "
                    + $"Used after a full collection: {Format.Number(used.Early)} MB after two minutes, "
                    + $"{Format.Number(used.Late)} MB after the load.").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"![]({date}-soak.png)").AppendLine()
            .AppendLine("| figure | first | second half | last | most | change a minute in the second half | after the load | |")
            .AppendLine("|---|---|---|---|---|---|---|---|");
        var isFlat = true;
        foreach (var figure in SoakFigure.All)
        {
            var verdict = SoakVerdict.Of(samples, figure);
            isFlat &= verdict.IsFlat;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {figure.Name} {figure.Unit} | {Format.Number(verdict.First)} | {Format.Number(verdict.Middle)} | "
                    + $"{Format.Number(verdict.Last)} | {Format.Number(verdict.Most)} | {verdict.PerMinute:+0.00;-0.00} | "
                    + $"{Format.Number(figure.Of(after))} | {(figure.MayGrow ? "a record" : verdict.IsFlat ? "flat" : "**grows**")} |");
        }
        SoakChart.Save(samples, Path.Combine(folder, $"{date}-soak.png"));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{date}-soak.md"), text.ToString());
        Console.WriteLine(text);
        return isFlat && after is { Requests: 0, Leases: 0, Waiting: 0 };
    }
}
