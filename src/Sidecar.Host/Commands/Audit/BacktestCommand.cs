using System.CommandLine;
using Sidecar.Backtest;
using Sidecar.Configuration;
using Sidecar.Domain.Backtest;
using Spectre.Console;

namespace Sidecar.Commands.Audit;

/// <summary><c>audit backtest</c>: what another policy would have done with the recorded requests.</summary>
internal static class BacktestCommand
{
    public static Command Create(AuditOptions options, Surroundings surroundings)
    {
        var policy = new Option<string>("--policy") { Description = "Configuration file laid over the policy that was in force", HelpName = "FILE", Required = true };
        var (from, to) = (AuditOptions.Instant("--from", "Requests not before"), AuditOptions.Instant("--to", "Requests before"));
        var command = new Command("backtest", "Replay recorded requests under another policy") { policy, from, to };
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, surroundings, async run =>
        {
            var (runs, untold) = await new HistoryReader(run.Files).ReadAsync(line.GetValue(from), line.GetValue(to), stop);
            var candidates = new Dictionary<ReplayPolicy, ReplayPolicy>();
            foreach (var recorded in runs.Select(r => r.Policy))
            {
                var (candidate, faults) = PolicyOverlay.Lay(recorded, line.GetValue(policy)!, surroundings.Environment);
                if (candidate is null)
                    return FaultReport.Print(faults, surroundings.Error);
                candidates[recorded] = candidate;
            }
            var report = BacktestRunner.Run(runs, recorded => candidates[recorded], untold);
            if (run.AsJson)
                run.Write(json => BacktestJson.Write(json, report));
            else
                Print(run.Console(), report);
            return ExitCodes.Fine;
        }));
        return command;
    }

    private static void Print(IAnsiConsole console, BacktestReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("figure", "recorded", "baseline", "candidate", "observed", "inferred", "unknown");
        foreach (var line in BacktestLines.Of(report))
            table.AddRow([.. line.Cells().Select(cell => new Text(cell))]);
        console.Write(table);
        console.WriteLine($"{report.Left} requests left the record; {report.Untold} have no walk that could be replayed. The last three columns say how the candidate's figure is known.");
        foreach (var (kind, count) in report.Decisions.ByKind)
            console.WriteLine($"recomputed {kind}: {count.Same} as recorded, {count.Tied} tied, {count.Different} different, {count.Unknown} unknown");
        foreach (var difference in report.Decisions.Differences)
            console.WriteLine($"  {difference}");
    }
}
