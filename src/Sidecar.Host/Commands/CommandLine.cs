using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Sidecar.Commands.Audit;
using Sidecar.Commands.Backends;
using Sidecar.Commands.Clients;
using Sidecar.Commands.Keys;

namespace Sidecar.Commands;

/// <summary>The command line: which commands there are, and what becomes of a line that names none of them.</summary>
public static class CommandLine
{
    private const string Description =
        "Sidecar spreads OpenAI-compatible requests over pools of backends, so that no rate limit or outage of one of them reaches the client.";

    public static async Task<int> RunAsync(string[] args, Surroundings surroundings, CancellationToken cancellation = default)
    {
        // '@name' is an argument like any other: a path may begin so.
        var parsed = CommandLineParser.Parse(CreateRoot(surroundings), args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed, surroundings.Error);
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                // The web server's own lifetime handles SIGTERM: it drains, for longer than a command line would wait.
                ProcessTerminationTimeout = null,
            },
            cancellation);
    }

    private static RootCommand CreateRoot(Surroundings surroundings)
    {
        var config = new Option<string?>("--config", "-c")
        {
            Description = "HOCON file laid over the defaults (else the one that SIDECAR_CONFIG names)",
            HelpName = "FILE",
            Recursive = true,
        };
        var serve = new Command("serve", "Serve until told to stop (the default)");
        serve.SetAction((line, stop) => ServeCommand.RunAsync(line.GetValue(config), surroundings, stop));
        var check = new Command("check", "Validate the configuration: print every fault, or a summary");
        check.SetAction(line => CheckCommand.Run(line.GetValue(config), surroundings));

        var health = new Command("health", "Ask the running server whether it lives (for a container's health check)");
        health.SetAction((line, stop) => HealthCommand.RunAsync(line.GetValue(config), surroundings, stop));

        var root = new RootCommand(Description)
        {
            config, serve, check, health, DemoCommand.Create(config, surroundings), AuditCommand.Create(config, surroundings),
            BackendsCommand.Create(config, surroundings), ClientsCommand.Create(config, surroundings), KeysCommand.Create(config, surroundings),
        };
        root.SetAction((line, stop) => ServeCommand.RunAsync(line.GetValue(config), surroundings, stop));
        return root;
    }

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        foreach (var fault in parsed.Errors)
            error.WriteLine($"sidecar: {fault.Message}");
        error.WriteLine("sidecar: --help lists the commands and their options");
        return ExitCodes.Misused;
    }
}
