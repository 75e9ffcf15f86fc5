using System.Diagnostics;

namespace Sidecar.Host.Tests.Kit;

/// <summary>Runs programs by others that check what is deployed.</summary>
internal static class Tool
{
    private static readonly string[] Places =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        Path.Combine(Repository.Root, ".tools"),
        // Docker's plug-ins can also be run by themselves.
        "/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins", "/usr/local/lib/docker/cli-plugins",
    ];

    public static string? Find(string name) => Places.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    /// <summary>Returns its exit code and everything it wrote. It runs in the repository, with an environment of only the path and what is
    /// given.</summary>
    public static async Task<(int Code, string Output)> Run(string name, string[] arguments, string input = "",
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Find(name)!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = Path.GetTempPath();
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().Soon();
        return (process.ExitCode, await output.Soon() + await error.Soon());
    }
}
