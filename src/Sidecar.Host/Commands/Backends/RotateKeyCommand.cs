using System.CommandLine;
using System.Text.Json.Nodes;
using Sidecar.Host.Commands.Operating;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Backends;

/// <summary><c>backends rotate-key</c>: replaces the key of a backend that was added at run time.</summary>
internal static class RotateKeyCommand
{
    public static Command Create(OperatingOptions options, CommandContext context)
    {
        var id = BackendsCommand.Id();
        var key = new GivenKey();
        var command = new Command("rotate-key", "Replace a backend's key; running requests finish with the old one") { id };
        key.AddTo(command);
        command.SetAction((line, stop) => OperatingRun.RunAsync(options, line, context, async run =>
        {
            var body = new JsonObject();
            if (key.PutInto(body, line, run.Input) is { } fault)
                return run.Refuse(fault);
            if (body.Count == 0)
                return run.Refuse("say where the new key is: --key-stdin, --api-key-env or --api-key-file");
            return await run.AskAsync(HttpMethod.Put, BackendsCommand.PathOf(line.GetRequiredValue(id)), body, answer =>
            {
                run.Say($"backend {answer.GetProperty("id").GetString()} has a new key "
                    + $"({answer.GetProperty("key_fingerprint").GetString()}).");
                return ExitCodes.Fine;
            }, stop);
        }));
        return command;
    }
}
