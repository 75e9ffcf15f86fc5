namespace Sidecar.Load;

/// <summary>The repository that this program was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        // bench/Sidecar.Load/bin/Release/net10.0, and up.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sidecar.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Sidecar.sln is in no folder above the program");
        return folder.FullName;
    }
}
