using System.CommandLine;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Audit;
using Sidecar.Host.Hosting;
using Sidecar.Host.Terminal;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit state</c>: every recorded backend's state at an instant.</summary>
internal static class StateCommand
{
    public static Command Create(AuditOptions options, CommandContext context)
    {
        var at = AuditOptions.Instant("--at", "The instant (default: now)");
        var command = new Command("state", "Show every backend's state at an instant, and why") { at };
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, context, async run =>
        {
            var now = TimeProvider.System.GetUtcNow();
            if (line.GetValue(at) is { } asked && asked > now)
                return AuditRun.Fail(context, $"{InstantText.Format(asked)} is yet to come: nothing is known of it");
            var report = await StateReader.ReadAsync(run.Data.Journal, line.GetValue(at) ?? now, [], stop);
            if (run.AsJson)
                run.Write(json => StateReportJson.Write(json, report));
            else
                Print(run.Console(), report);
            return ExitCodes.Fine;
        }));
        return command;
    }

    private static void Print(IAnsiConsole console, StateReport report)
    {
        console.WriteLine($"at {CellText.Of(report.At)} UTC");
        var table = CellText.Table("backend", "model", "state", "since", "until", "streak", "failures", "epoch", "event", "because");
        foreach (var backend in report.Backends)
            if (backend.Standing is { } standing)
            {
                Add(table, backend, "", standing.Whole, CellText.Of(standing.Failures), report.At);
                foreach (var (model, rest) in standing.Models)
                    Add(table, backend, model, rest, "", report.At);
            }
            else
                table.AddRow(
                    CellText.Row(
                    backend.Backend, "", "unknown", "", "", "", "", "", CellText.Of(backend.LastEvent?.Ordering), backend.Fault ?? ""));
        console.Write(table);
    }

    private static void Add(
        RecordTable table, BackendReport backend, string model, CooldownStanding rest, string failures, DateTimeOffset at) =>
        table.AddRow(CellText.Row(
        backend.Backend,
        model,
        rest switch
        {
            { Mode: RestMode.Probing, Until: null } => "awaits a probe",
            { Mode: RestMode.Probing } => $"probed by {rest.ProbedBy}",
            _ => BackendStandingJson.NameOf(rest.Mode),
        },
        CellText.Of(rest.Since, at),
        CellText.Of(rest.Until, at),
        CellText.Of(rest.Streak),
        failures,
        CellText.Of(rest.Epoch),
        CellText.Of(backend.LastEvent?.Ordering),
        rest.Reason is { } reason ? $"{reason.ToWire()}: {CellText.Of(rest.Cause)}" : ""));
}
