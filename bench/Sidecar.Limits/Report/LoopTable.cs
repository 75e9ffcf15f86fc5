using System.Globalization;
using System.Text;
using Sidecar.Bench.Limits.Loops;
using Sidecar.Bench.Limits.Simulation;
using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Bench.Limits.Report;

/// <summary>How each loop did with each hidden limit, as Markdown.</summary>
internal static class LoopTable
{
    private static readonly (string Name, Func<IControlLoop> Make)[] Loops =
    [
        ("ladder", static () => new Ladder()),
        ("paced", static () => new Paced()),
        ("learned", static () => new Learned()),
        ("scored", static () => new Scored()),
        ("Sidecar", static () => new Product()),
    ];

    public static string Of(uint[] seeds, params (string Title, Scenario[] Rows)[] groups)
    {
        var text = new StringBuilder("# Hidden limits\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"`bench/run limits`, means of {seeds.Length} seeds. Answered · 429s as a share of all attempts · the same after the first "
                + $"minute.\n");
        foreach (var (title, rows) in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| hidden limit | requests |");
            foreach (var (name, _) in Loops)
                text.Append(CultureInfo.InvariantCulture, $" {name} |");
            text.Append("\n|---|--:|").Insert(text.Length, "--:|", Loops.Length).Append('\n');
            foreach (var row in rows)
                Append(text, row, seeds, Loops.Select(static loop => loop.Make));
        }
        return text.ToString();
    }

    /// <summary>What one loses who knows the windows and the numbers, and only has to notice that the numbers change.</summary>
    /// <param name="seeds">Of the loads.</param>
    /// <param name="row">Its windows change.</param>
    /// <param name="window">Of each, in ms.</param>
    /// <param name="limits">Of each, at the start.</param>
    public static string OfNoticing(uint[] seeds, Scenario row, double window, params int[] limits)
    {
        double[] probes = [double.PositiveInfinity, 20_000, 10_000, 5_000];
        var text = new StringBuilder("\n## What noticing a change costs\n\nBy one who knows window and numbers, but not that they change, "
            + "and asks for more than it noticed never, or every so many seconds.\n\n| hidden limit | requests | never | 20 s | 10 s | 5 s |\n"
            + "|---|--:|--:|--:|--:|--:|\n");
        Append(text, row, seeds, probes.Select(every =>
        {
            var next = 0;
            return (Func<IControlLoop>)(() => new Noticing(limits[next++ % limits.Length], window, every));
        }));
        return text.ToString();
    }

    private static void Append(StringBuilder text, Scenario row, uint[] seeds, IEnumerable<Func<IControlLoop>> loops)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {seeds.Average(seed => row.Requests(seed).Length):0} |");
        foreach (var make in loops)
        {
            var all = seeds.Select(seed => LoopRun.Of(row, make, seed)).ToArray();
            var share = 100.0 * all.Sum(static o => o.Refused) / Math.Max(1, all.Sum(static o => o.Attempts));
            var late = 100.0 * all.Sum(static o => o.LateRefused) / Math.Max(1, all.Sum(static o => o.Late));
            text.Append(CultureInfo.InvariantCulture, $" {all.Average(static o => o.Answered):0} · {share:0.0} % · {late:0.0} % |");
        }
        text.Append('\n');
    }
}
