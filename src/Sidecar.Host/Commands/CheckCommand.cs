using System.CommandLine;
using Sidecar.Host.Commands.Checking;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands;

/// <summary><c>check</c>: tells whether <c>serve</c> would start here with this configuration, and shows its settings.</summary>
internal static class CheckCommand
{
    public static Command Create(Option<string?> config, CommandContext context)
    {
        var elsewhere = new Option<bool>("--elsewhere")
        {
            Description = "Check the configuration alone, not the ports and the data directory of this machine",
        };
        var command = new Command("check", "Tell whether serve would start: print every fault, or a summary") { elsewhere };
        command.SetAction(line => Run(line.GetValue(config), context, line.GetValue(elsewhere)));
        return command;
    }

    /// <param name="isElsewhere">The server will run on another machine: ports and directories of this one do not matter.</param>
    public static int Run(string? file, CommandContext context, bool isElsewhere = false)
    {
        var loaded = SettingsLoader.Load(file, context.Environment);
        if (loaded.Settings is not { } settings)
            return FaultReport.Print(loaded.Faults, context.Output);
        var isServed = false;
        if (!isElsewhere && StartFaults.Foreseen(loaded, out isServed) is { Count: > 0 } faults)
        {
            context.Output.WriteLine("The configuration is valid, but serve would not start here:");
            return FaultReport.Print(faults, context.Output);
        }
        SettingsSummary.Print(settings, context.Output);
        if (isServed)
            context.Output.WriteLine($"A Sidecar serves from {settings.DataDirectory} on these addresses already: a second one would not "
                + "start. A reload (SIGHUP) takes this configuration.");
        return ExitCodes.Fine;
    }
}
