using Sidecar.Configuration;

namespace Sidecar.Commands;

/// <summary><c>check</c>: says whether <c>serve</c> would start with this configuration, and with what.</summary>
internal static class CheckCommand
{
    public static int Run(string? file, Surroundings surroundings)
    {
        var (settings, faults) = SettingsLoader.Load(file, surroundings.Environment);
        if (settings is null)
            return FaultReport.Print(faults, surroundings.Output);
        SettingsSummary.Print(settings, surroundings.Output);
        return ExitCodes.Fine;
    }
}
