using System.CommandLine;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit …</c>: reads the stored events and walks, whether the server is running or not. It never writes to them.</summary>
internal static class AuditCommand
{
    public static Command Create(Option<string?> config, CommandContext context)
    {
        var options = new AuditOptions(config);
        return new Command("audit", "Show from the journal what happened and why; works while the server is down")
        {
            options.Data,
            options.Json,
            EventsCommand.Create(options, context),
            StateCommand.Create(options, context),
            TimelineCommand.Create(options, context),
            ExplainCommand.Create(options, context),
            VerifyCommand.Create(options, context),
            BacktestCommand.Create(options, context),
            ExportCommand.Create(options, context),
            RepairCommand.Create(options, context),
        };
    }
}
