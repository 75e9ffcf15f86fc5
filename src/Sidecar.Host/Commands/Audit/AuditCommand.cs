using System.CommandLine;

namespace Sidecar.Commands.Audit;

/// <summary><c>audit …</c>: asks the stored events and walks, whether the server runs or not. It never writes.</summary>
internal static class AuditCommand
{
    public static Command Create(Option<string?> config, Surroundings surroundings)
    {
        var options = new AuditOptions(config);
        return new Command("audit", "Ask the journal what happened and why; works while the server is down")
        {
            options.Data,
            options.Json,
            EventsCommand.Create(options, surroundings),
            StateCommand.Create(options, surroundings),
            TimelineCommand.Create(options, surroundings),
            ExplainCommand.Create(options, surroundings),
            VerifyCommand.Create(options, surroundings),
            BacktestCommand.Create(options, surroundings),
            ExportCommand.Create(options, surroundings),
        };
    }
}
