namespace Sidecar.Host.Tests.Kit;

/// <summary>The directory of the source that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    private static string Find(string directory) =>
        File.Exists(Path.Combine(directory, "Sidecar.sln")) ? directory
        : Find(Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("the tests run outside of the repository"));
}
