using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidecar.Host.Commands.Setup.Pointing;

/// <summary>The record of what <c>setup</c> has changed so far, in a file of its own.</summary>
internal static partial class PointedFiles
{
    /// <summary>Reads the record: empty if the file does not exist; throws <see cref="JsonException"/> or <see cref="IOException"/> if it
    /// cannot be read.</summary>
    public static IReadOnlyList<PointedFile> Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), Json.Default.State)?.Files ?? [] : [];

    public static void Write(string path, IReadOnlyList<PointedFile> files)
    {
        if (files.Count == 0)
        {
            File.Delete(path);
            var directory = Path.GetDirectoryName(path)!;
            if (Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any())
                Directory.Delete(directory);
            return;
        }
        OwnedFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new State(1, files), Json.Default.State));
    }

    internal sealed record State(int Version, IReadOnlyList<PointedFile> Files);

    [JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(State))]
    private sealed partial class Json : JsonSerializerContext;
}
