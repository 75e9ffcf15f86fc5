using System.CommandLine;
using Sidecar.Host.Commands.Operating;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Backends;

/// <summary><c>backends test</c>: sends one real request to the upstream, and says what is wrong, if anything.</summary>
internal static class TestCommand
{
    public static Command Create(OperatingOptions options, CommandContext context)
    {
        var id = BackendsCommand.Id();
        var command = new Command("test", "Send a backend one real request for its models, and say what is wrong, if anything") { id };
        command.SetAction((line, stop) => OperatingRun.RunAsync(options, line, context, run =>
            run.AskAsync(HttpMethod.Post, $"{BackendsCommand.PathOf(line.GetRequiredValue(id))}/test", null, answer =>
            {
                var isWell = answer.GetProperty("ok").GetBoolean();
                run.Say($"{(isWell ? "ok" : $"failed ({answer.GetProperty("stage").GetString()})")}: "
                    + $"{answer.GetProperty("message").GetString()}");
                return isWell ? ExitCodes.Fine : ExitCodes.Failed;
            }, stop)));
        return command;
    }
}
