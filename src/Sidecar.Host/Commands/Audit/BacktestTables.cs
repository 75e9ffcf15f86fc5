using System.Globalization;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Forecast;
using Sidecar.Host.Audit.Backtest;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary>A backtest as tables: the figures side by side, and whether the recorded decisions were reproduced.</summary>
internal static class BacktestTables
{
    /// <param name="console">The output.</param>
    /// <param name="decisions">Whether the recorded decisions were reproduced.</param>
    /// <param name="forecast">The forecast for the tested policy.</param>
    /// <param name="policy">The tested policy's file; null: the policy that was in force.</param>
    public static void Print(IAnsiConsole console, DecisionCounts decisions, ForecastReport forecast, string? policy)
    {
        if (policy is not null)
            PrintForecast(console, forecast, policy);
        PrintIdentity(console, decisions);
        if (forecast.Untold > 0)
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{forecast.Untold} requests have no walk that could be replayed and are in no figure."));
    }

    private static void PrintForecast(IAnsiConsole console, ForecastReport forecast, string policy)
    {
        var table = CellText.Table("figure", "recorded", Path.GetFileName(policy), "change", "9 of 10 times");
        foreach (var line in forecast.Lines)
            table.AddRow(CellText.Row(ForecastCells.Of(line)));
        console.Write(table);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{forecast.Runs} simulations of {forecast.Recorded.Requests} requests; {forecast.Guessed * 100:0.#} % of them depend on"));
        console.WriteLine("calls that the record says nothing about.");
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
