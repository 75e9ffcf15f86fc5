using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Sidecar.Host.Commands.Audit;
using Sidecar.Host.Commands.Backends;
using Sidecar.Host.Commands.Clients;
using Sidecar.Host.Commands.Keys;
using Sidecar.Host.Commands.Setup;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands;

/// <summary>The command line: all commands, and the handling of lines that name none of them.</summary>
public static class CommandLine
{
    private const string Name = "sidecar";
    private const string TraceVariable = "SIDECAR_TRACE";

    private const string Description =
        "Sidecar spreads OpenAI-compatible requests over pools of backends, so that no rate limit or outage of one of them reaches the "
            + "client.";

    public static async Task<int> RunAsync(string[] args, CommandContext context, CancellationToken cancellation = default)
    {
        var root = CreateRoot(context);
        if (CompletionCommand.IsAsked(args))
            return CompletionCommand.Answer(root, args, context.Output);
        // '@name' is an ordinary argument: a path may begin like that.
        var parsed = CommandLineParser.Parse(root, args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return Refuse(parsed, context.Error);
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = context.Output,
                    Error = context.Error,
                    EnableDefaultExceptionHandler = false,
                    // The web server handles SIGTERM itself: it drains longer than the command line would wait.
                    ProcessTerminationTimeout = null,
                },
                cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Failed;
        }
        catch (Exception fault)
        {
            return Confess(fault, context);
        }
    }

    // Whatever a file contained, or whatever was overlooked here: one line for the user, and the stack trace only on request.
    private static int Confess(Exception fault, CommandContext context)
    {
        context.Error.WriteLine($"sidecar: a fault that was not expected: {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}");
        if (context.Environment.ContainsKey(TraceVariable))
            context.Error.WriteLine(fault);
        else
            context.Error.WriteLine($"sidecar: {TraceVariable}=1 shows where it happened");
        return ExitCodes.Failed;
    }

    // No RootCommand: that calls itself after its file, and help is to say what one types.
    private static Command CreateRoot(CommandContext context)
    {
        var config = new Option<string?>("--config", "-c")
        {
            Description = "HOCON file laid over the defaults (else the one that SIDECAR_CONFIG names)",
            HelpName = "FILE",
            Recursive = true,
        };
        var serve = new Command("serve", "Serve until told to stop (the default)");
        serve.SetAction((line, stop) => ServeCommand.RunAsync(line.GetValue(config), context, stop));
        var health = new Command("health", "Ask the running server whether it is alive (for a container's health check)");
        health.SetAction((line, stop) => HealthCommand.RunAsync(line.GetValue(config), context, stop));

        var root = new Command(Name, Description)
        {
            new HelpOption(), new VersionOption(), config,
            serve, CheckCommand.Create(config, context), SetupCommand.Create(config, context), health,
            DemoCommand.Create(config, context), AuditCommand.Create(config, context),
            BackendsCommand.Create(config, context), ClientsCommand.Create(config, context), KeysCommand.Create(config, context),
            CompletionCommand.Create(context),
        };
        root.SetAction((line, stop) => ServeCommand.RunAsync(line.GetValue(config), context, stop));
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
