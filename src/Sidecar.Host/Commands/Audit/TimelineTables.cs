using System.Globalization;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Audit;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary>A timeline as two tables: the intervals, and their totals.</summary>
internal static class TimelineTables
{
    // Little more than a screenful: for a year of storms use --json, --plot or a shorter range.
    private const int MostIntervals = 200;

    public static void Print(IAnsiConsole console, TimelineReport report)
    {
        console.WriteLine($"{CellText.Of(report.From)} to {CellText.Of(report.To)} UTC");
        PrintIntervals(console, report);
        PrintTotals(console, report);
        if (report.Emergencies.Count > 0)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Activations(report)} emergency activation{(Activations(report) == 1 ? "" : "s")}, first "
                    + $"{CellText.Of(report.Emergencies[0].At)}, last {CellText.Of(report.Emergencies[^1].At)}"));
    }

    private static void PrintIntervals(IAnsiConsole console, TimelineReport report)
    {
        var all = report.Backends.SelectMany(backend => backend.Intervals.Select(interval => (backend.Backend, Interval: interval)))
            .OrderBy(row => row.Interval.From).ToList();
        if (all.Count > MostIntervals)
            console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                $"the last {MostIntervals} of {all.Count} intervals; --json has all, --from and --to a part"));
        var table = CellText.Table("backend", "model", "from", "length", "end", "reason", "streak", "parts", "cause");
        foreach (var (backend, interval) in all.TakeLast(MostIntervals))
            table.AddRow(CellText.Row(
                backend,
                interval.Model ?? "",
                CellText.Of(interval.From, report.From),
                CellText.Of(interval.To - interval.From),
                IntervalJson.NameOf(interval.End),
                interval.Reason.ToWire(),
                CellText.Of(interval.Streak),
                CellText.Of(interval.Parts.Count),
                CellText.Of(interval.Cause)));
        console.Write(table);
    }

    private static void PrintTotals(IAnsiConsole console, TimelineReport report)
    {
        var table = CellText.Table("backend", "model", "cooling", "share", "rests by reason", "429s/h", "attempts", "served");
        foreach (var backend in report.Backends)
        {
            var totals = backend.Totals;
            table.AddRow(CellText.Row(
                backend.Backend,
                "",
                CellText.Of(totals.Cooling),
                Share(totals, totals.Cooling),
                string.Join(", ", totals.Rests.Select(rests => $"{rests.Key.ToWire()} {CellText.Of(rests.Value)}")),
                totals.RateLimitedPerHour.ToString("0.0", CultureInfo.InvariantCulture),
                CellText.Of(backend.Served?.Attempts),
                CellText.Of(backend.Served?.Served)));
            foreach (var (model, cooling) in totals.Models)
                table.AddRow(CellText.Row(backend.Backend, model, CellText.Of(cooling), Share(totals, cooling), "", "", "", ""));
        }
        console.Write(table);
    }

    private static string Share(CooldownTotals totals, TimeSpan cooling) =>
        totals.ShareOf(cooling).ToString("0.0 %", CultureInfo.InvariantCulture);

    private static int Activations(TimelineReport report) => report.Emergencies.Sum(emergency => emergency.Activations);
}
