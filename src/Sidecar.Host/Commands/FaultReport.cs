using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands;

/// <summary>Prints faults, one per line, and their number.</summary>
internal static class FaultReport
{
    public static int Print(IReadOnlyList<ConfigurationFault> faults, TextWriter output)
    {
        foreach (var fault in faults)
            output.WriteLine(fault);
        output.WriteLine(faults.Count == 1 ? "1 fault" : $"{faults.Count} faults");
        return ExitCodes.Misused;
    }
}
