namespace Sidecar.Domain.Tests.Wire;

/// <summary>The recorded streams under <c>fixtures/sse</c>, one peculiarity per file.</summary>
internal static class EventStreams
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "fixtures", "sse");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.sse").Select(f => Path.GetFileNameWithoutExtension(f))
        .Order(StringComparer.Ordinal);

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".sse"));
}
