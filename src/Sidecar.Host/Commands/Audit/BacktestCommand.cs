using System.CommandLine;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Forecast;
using Sidecar.Domain.Recordings;
using Sidecar.Host.Audit.Backtest;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit backtest</c>: what another policy would have done with the recorded requests; without one, whether the policy in
/// force makes the same decisions again.</summary>
internal static class BacktestCommand
{
    public static Command Create(AuditOptions options, CommandContext context)
    {
        var policy = new Option<string?>(
            "--policy")
        {
            Description = "Configuration file applied on top of the policy that was in force (default: that policy itself)",
            HelpName =
            "FILE"
        };
        var (from, to) =
            (AuditOptions.Instant("--from", "Only requests that arrived at or after this instant"),
            AuditOptions.Instant("--to", "Only requests that arrived before this instant"));
        var command = new Command(
            "backtest", "Replay recorded requests under another policy: 429s, waits, emergencies, 503s, cost") { policy, from, to };
        AuditOptions.InOrder(command, from, to);
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, context, async run =>
        {
            var (file, runs) =
                (line.GetValue(policy), await new HistoryReader(run.Data).ReadAsync(line.GetValue(from), line.GetValue(to), stop));
            var candidates = new Dictionary<ReplayPolicy, ReplayPolicy>(ReferenceEqualityComparer.Instance);
            foreach (var recorded in runs.Histories.SelectMany(
                history => history.Changes.Select(change => change.Policy).Prepend(history.Policy)))
            {
                var (candidate, faults) = file is null ? (recorded, []) : PolicyOverlay.Lay(recorded, file, context.Environment);
                if (candidate is null)
                    return FaultReport.Print(faults, context.Error);
                candidates[recorded] = candidate;
            }
            var decisions = BacktestRunner.Run(runs.Histories);
            var forecaster = new Forecaster(runs.Histories);
            var forecast = file is null ? forecaster.OfRecord(runs.Untold)
                : forecaster.Of(recorded => candidates[recorded], runs.Untold);
            if (run.AsJson)
                run.Write(json => BacktestJson.Write(json, decisions, forecast, file));
            else
                BacktestTables.Print(run.Console(), decisions, forecast, file);
            return file is null && decisions.Different > 0 ? ExitCodes.Failed : ExitCodes.Fine;
        }));
        return command;
    }
}
