using System.Globalization;
using Sidecar.Domain.Backtest;
using Sidecar.Host.Audit.Backtest;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary>A backtest as tables: the figures side by side, and whether the recorded decisions were reproduced.</summary>
internal static class BacktestTables
{
    /// <param name="console">The output.</param>
    /// <param name="report">The report.</param>
    /// <param name="policy">The tested policy's file; null: the policy that was in force.</param>
    public static void Print(IAnsiConsole console, BacktestReport report, string? policy)
    {
        if (policy is not null)
            PrintFigures(console, report, policy);
        PrintIdentity(console, report.Decisions);
        if (report.Untold > 0)
            console.WriteLine(
                string.Create(
                CultureInfo.InvariantCulture, $"{report.Untold} requests have no walk that could be replayed and are in no figure."));
    }

    private static void PrintFigures(IAnsiConsole console, BacktestReport report, string policy)
    {
        var table = CellText.Table("", "recorded", Path.GetFileName(policy), "change", "observed", "inferred", "unknown");
        foreach (var line in BacktestLines.Of(report))
            table.AddRow(CellText.Row(line.Cells()));
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Left} of {report.Recorded.Requests.Total} requests walk otherwise than recorded. Inferred: by recorded answers near "
                + $"in time; unknown: without such."));
    }

    private static void PrintIdentity(IAnsiConsole console, DecisionCounts decisions)
    {
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{decisions.Total} recorded decisions computed again: "
                + $"{decisions.Total - decisions.Tied - decisions.Different - decisions.Unknown} as recorded, {decisions.Different} "
                + $"different, {decisions.Tied} tied, {decisions.Unknown} unknown"));
        var table = CellText.Table("decision", "as recorded", "different", "tied", "unknown");
        foreach (var (kind, count) in decisions.ByKind)
            table.AddRow(
                CellText.Row(kind.ToString().ToLowerInvariant(), CellText.Of(count.Same), CellText.Of(count.Different),
                CellText.Of(count.Tied), CellText.Of(count.Unknown)));
        console.Write(table);
        foreach (var difference in decisions.Differences)
            console.WriteLine(difference);
    }
}
