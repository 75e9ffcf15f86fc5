using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands;

/// <summary><c>check</c>: tells whether <c>serve</c> would start with this configuration, and shows its settings.</summary>
internal static class CheckCommand
{
    public static int Run(string? file, CommandContext context)
    {
        var (settings, faults) = SettingsLoader.Load(file, context.Environment);
        if (settings is null)
            return FaultReport.Print(faults, context.Output);
        SettingsSummary.Print(settings, context.Output);
        return ExitCodes.Fine;
    }
}
