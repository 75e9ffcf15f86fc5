using System.CommandLine;
using Sidecar.Host.Commands.Operating;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Backends;

/// <summary><c>backends remove</c>: removes a backend that was added at run time.</summary>
internal static class RemoveCommand
{
    public static Command Create(OperatingOptions options, CommandContext context)
    {
        var id = BackendsCommand.Id();
        var command = new Command("remove", "Remove a backend that was added at run time") { id };
        command.SetAction((line, stop) => OperatingRun.RunAsync(options, line, context, run =>
            run.AskAsync(HttpMethod.Delete, BackendsCommand.PathOf(line.GetRequiredValue(id)), null, _ =>
            {
                run.Say($"backend {line.GetRequiredValue(id)} was taken out.");
                return ExitCodes.Fine;
            }, stop)));
        return command;
    }
}
