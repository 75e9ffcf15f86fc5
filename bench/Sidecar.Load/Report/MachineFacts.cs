using System.Diagnostics;
using System.Runtime.InteropServices;
using Yarp.ReverseProxy.Forwarder;

namespace Sidecar.Load.Report;

/// <summary>The machine and versions behind the figures, without which they mean little.</summary>
internal static class MachineFacts
{
    public static IEnumerable<(string What, string Fact)> Read(Options options)
    {
        yield return ("processor",
            $"{FirstOf("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores, shared by upstream, proxy and load");
        yield return ("memory", FirstOf("/proc/meminfo", "MemTotal"));
        yield return ("system",
            $"{RuntimeInformation.OSDescription}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, "
                + $"{RuntimeInformation.OSArchitecture}");
        yield return (".NET", RuntimeInformation.FrameworkDescription);
        yield return ("YARP", typeof(IHttpForwarder).Assembly.GetName().Version?.ToString(3) ?? "");
        yield return ("commit",
            $"{Git("rev-parse --short HEAD")}{(Git("status --porcelain --untracked-files=no").Length > 0 ? ", changed" : "")}");
        yield return ("load before", string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)));
        yield return ("command", $"`{options.Command}`");
        yield return ("each", $"warmed up for {options.Warmup} s, then {options.Rounds} rounds of {options.Seconds} s in alternation");
    }

    private static string FirstOf(string file, string field) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";

    private static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root
        });
        return git?.StandardOutput.ReadToEnd().Trim() ?? "";
    }
}
