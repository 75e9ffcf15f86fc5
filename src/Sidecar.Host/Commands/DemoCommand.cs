using System.CommandLine;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Values;
using Sidecar.Host.Demo;
using Sidecar.Host.Hosting;
using Sidecar.Host.Terminal;

namespace Sidecar.Host.Commands;

/// <summary><c>demo</c>: serves with simulated upstreams and a simulated client, and shows what happens to the requests.</summary>
internal static class DemoCommand
{
    public static Command Create(Option<string?> config, CommandContext context)
    {
        var length = new Option<TimeSpan?>("--for")
        {
            Description = "End after this time, such as 30s or 2m (default: run until told to stop)",
            HelpName = "DURATION",
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero)
                    return duration;
                argument.AddError($"--for is not a duration: '{text}'. Allowed: 30s, 2m, 1h.");
                return null;
            },
        };
        var command = new Command("demo", "Serve with simulated upstreams and a simulated client; nothing leaves the machine") { length };
        command.SetAction((line, stop) => RunAsync(line.GetValue(config), line.GetValue(length), context, stop));
        return command;
    }

    private static async Task<int> RunAsync(string? file, TimeSpan? length, CommandContext context, CancellationToken stop)
    {
        var (settings, faults) = SettingsLoader.Load(file, context.Environment);
        if (settings is null)
            return FaultReport.Print(faults, context.Error);
        try
        {
            var console = TextConsole.Of(context.Output, context.Environment);
            await new DemoRun(settings, context.Output, console, TimeProvider.System).RunAsync(length, stop);
            return ExitCodes.Fine;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Fine;
        }
        catch (IOException e)
        {
            // For example a port in use: the message says which.
            context.Error.WriteLine($"sidecar: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCodes.Failed;
        }
    }
}
