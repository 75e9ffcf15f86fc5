namespace Sidecar.Load;

/// <summary>The repository in which this program was built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        // Up from bench/Sidecar.Load/bin/Release/net10.0.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sidecar.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Sidecar.sln is in no folder above the program");
        return folder.FullName;
    }
}
