using System.CommandLine;

namespace Sidecar.Host.Commands.Setup;

/// <summary><c>setup</c>: finds keys and agents, shows what it would write, and writes it once confirmed.</summary>
internal static class SetupCommand
{
    public static Command Create(Option<string?> config, CommandContext context)
    {
        var options = new SetupOptions();
        var command = new Command(
            "setup", "Find keys and agents, show a configuration for them, and write it once confirmed")
        {
            options.From, options.Point, options.Model, options.Undo, options.Yes, options.Force, options.DryRun,
        };
        command.SetAction(line =>
        {
            var run = new SetupRun(context, line.GetValue(options.Yes), line.GetValue(options.DryRun));
            return line.GetResult(options.Undo) is { Implicit: false }
                ? run.Guarded(() => UndoRun.Run(run, line.GetValue(options.Undo) ?? []))
                : run.Guarded(() => PlanRun.Run(
                    run, line.GetValue(config), line.GetValue(options.Point) ?? [], line.GetValue(options.Model),
                    line.GetValue(options.Force), line.GetValue(options.From)));
        });
        return command;
    }
}
