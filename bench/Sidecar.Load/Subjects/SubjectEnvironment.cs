namespace Sidecar.Load.Subjects;

/// <summary>The environment of a measured process: nothing with which this program itself was started may change what is
/// measured.</summary>
internal static class SubjectEnvironment
{
    private static readonly Dictionary<string, string> Tuning = new()
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    public static void Apply(IDictionary<string, string?> environment, SubjectStart start, Gauge? gauge)
    {
        foreach (var name in environment.Keys.Where(IsOurs).ToList())
            environment.Remove(name);
        if (start.Tuned)
            foreach (var (name, value) in Tuning)
                environment[name] = value;
        if (gauge is null)
            return;
        environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        environment[StartupHook.SocketVariable] = gauge.Path;
    }

    private static bool IsOurs(string name) =>
        Tuning.ContainsKey(name) || name is "DOTNET_STARTUP_HOOKS" || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
            || name.StartsWith("Sidecar__", StringComparison.OrdinalIgnoreCase);
}
