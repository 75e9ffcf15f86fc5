namespace Sidecar.Load.Subjects;

/// <summary>The operating system's own figures for a process.</summary>
internal static class ProcessAccounts
{
    // The unit of /proc/PID/stat: 100 per second on every Linux on which .NET runs.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>User and system time so far of the process and everything it started.</summary>
    public static TimeSpan Cpu(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var own = Tick * (long.Parse(fields[11]) + long.Parse(fields[12]));
        return Children(process).Aggregate(own, static (sum, child) => sum + Cpu(child));
    }

    /// <summary>In MB.</summary>
    public static double Resident(int process) => Status(process, "VmRSS:");

    /// <summary>The part of <see cref="Resident"/> that is not backed by a file: heaps and stacks.</summary>
    public static double Anonymous(int process) => Status(process, "RssAnon:");

    /// <summary>The part of it that is shared memory: code compiled while the process runs.</summary>
    public static double Shared(int process) => Status(process, "RssShmem:");

    /// <summary>The part of it that is backed by files.</summary>
    public static double OfFiles(int process) => Status(process, "RssFile:");

    /// <summary>In MB, since the start or the last call of <see cref="ForgetPeak"/>.</summary>
    public static double Peak(int process) => Status(process, "VmHWM:");

    /// <summary>Open file descriptors.</summary>
    public static int Handles(int process) => Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count();

    public static int Threads(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").Count();

    public static void ForgetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    private static IEnumerable<int> Children(int process) =>
        Directory.EnumerateDirectories($"/proc/{process}/task")
            .Select(thread => Path.Combine(thread, "children")).Where(File.Exists)
            .SelectMany(list => File.ReadAllText(list).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse);

    private static double Status(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }
}
