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
                Append(text, row, seeds);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, Scenario row, uint[] seeds)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {seeds.Average(seed => row.Requests(seed).Length):0} |");
        foreach (var (_, make) in Loops)
        {
            var all = seeds.Select(seed => LoopRun.Of(row, make, seed)).ToArray();
            var share = 100.0 * all.Sum(static o => o.Refused) / Math.Max(1, all.Sum(static o => o.Attempts));
            var late = 100.0 * all.Sum(static o => o.LateRefused) / Math.Max(1, all.Sum(static o => o.Late));
            text.Append(CultureInfo.InvariantCulture, $" {all.Average(static o => o.Answered):0} · {share:0.0} % · {late:0.0} % |");
        }
        text.Append('\n');
    }
}
