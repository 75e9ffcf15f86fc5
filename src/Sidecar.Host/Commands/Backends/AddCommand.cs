using System.CommandLine;
using System.Text.Json.Nodes;
using Sidecar.Host.Commands.Operating;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Backends;

/// <summary><c>backends add</c>: adds a backend to those of the file.</summary>
internal static class AddCommand
{
    public static Command Create(OperatingOptions options, CommandContext context)
    {
        var id = BackendsCommand.Id();
        var pool = new Option<string?>(
            "--pool")
        { Description = "One of the server's pools; with a preset, the first one by default", HelpName = "POOL" };
        var preset = new Option<string?>(
            "--preset")
        { Description = "A provider that is known: groq, openrouter, anthropic … (docs/providers.md)", HelpName = "NAME" };
        var url = new Option<string?>(
            "--base-url")
        { Description = "For example https://api.openai.com/v1; with a preset, only if it differs", HelpName = "URL" };
        var set = new Option<string[]>("--set")
        {
            Description = "Any other key of a backend in the configuration file: rpm=40, timeout=30s",
            HelpName = "KEY=VALUE",
            AllowMultipleArgumentsPerToken = false
        };
        var key = new GivenKey();
        var command =
            new Command("add", "Add a backend; it serves from the next request on, also after a restart") { id, pool, preset, url, set };
        key.AddTo(command);
        command.SetAction((line, stop) => OperatingRun.RunAsync(options, line, context, async run =>
        {
            var body = new JsonObject { ["id"] = line.GetRequiredValue(id) };
            foreach (var (name, option) in new[] { ("pool", pool), ("preset", preset), ("base-url", url) })
                if (line.GetValue(option) is { } given)
                    body[name] = given;
            foreach (var pair in line.GetValue(set) ?? [])
                if (pair.Split('=', 2) is [var name, var value])
                    body[name] = value;
                else
                    return run.Refuse("--set takes KEY=VALUE");
            if (key.PutInto(body, line, run.Input) is { } fault)
                return run.Refuse(fault);
            return await run.AskAsync(HttpMethod.Post, "/admin/backends", body, answer =>
            {
                var keyless = answer.GetProperty("has_key").GetBoolean() ? ""
                    : " It has no key of its own: clients' Authorization headers are passed on to it.";
                run.Say($"backend {answer.GetProperty("id").GetString()} was added to pool "
                    + $"{answer.GetProperty("pool").GetString()}.{keyless} Try it: backends test {answer.GetProperty("id").GetString()}");
                return ExitCodes.Fine;
            }, stop);
        }));
        return command;
    }
}
