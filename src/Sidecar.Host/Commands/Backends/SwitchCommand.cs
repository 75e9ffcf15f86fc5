using System.CommandLine;
using System.Text.Json.Nodes;
using Sidecar.Host.Commands.Operating;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Backends;

/// <summary><c>backends disable</c> and <c>backends enable</c>.</summary>
internal static class SwitchCommand
{
    public static Command Create(string name, bool enabled, OperatingOptions options, CommandContext context)
    {
        var id = BackendsCommand.Id();
        var command = new Command(
            name, enabled ? "Let a backend serve again" : "Send a backend no more requests; running requests continue") { id };
        command.SetAction((line, stop) => OperatingRun.RunAsync(options, line, context, run =>
            run.AskAsync(
                HttpMethod.Put, BackendsCommand.PathOf(line.GetRequiredValue(id)), new JsonObject { ["enabled"] = enabled }, answer =>
            {
                run.Say($"backend {answer.GetProperty("id").GetString()} is {name}d.");
                return ExitCodes.Fine;
            }, stop)));
        return command;
    }
}
