using System.Globalization;
using System.Text;

namespace Sidecar.Load.Subjects;

/// <summary>Configurations of Sidecar: its defaults, a data directory of its own, and backends that are all the same upstream under
/// different paths.</summary>
internal static class SidecarConfig
{
    public static string DataDirectory(DirectoryInfo folder, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{folder.FullName}/data-{port}");

    public static Task<string> OneBackendAsync(DirectoryInfo folder, int port, Uri upstream) =>
        WriteAsync(folder, port, Backend("only", "primary", new Uri(upstream, "/v1"), model: null));

    public static string Backend(string id, string pool, Uri address, string? model) =>
        $$"""    {{id}} { pool = {{pool}}, base-url = "{{address}}", api-key = "k"{{(model is null ? "" : $$""", models = [{ name = "{{model}}" }]""")}} }""";

    public static Task<string> WriteAsync(DirectoryInfo folder, int port, params IEnumerable<string> backends) =>
        WriteAsync(folder, port, backends, more: "");

    /// <param name="more">Further settings, written as in that section.</param>
    public static async Task<string> WriteAsync(DirectoryInfo folder, int port, IEnumerable<string> backends, string more)
    {
        var file = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"sidecar-{port}.conf"));
        await File.WriteAllTextAsync(file, new StringBuilder()
            .AppendLine("sidecar {")
            .AppendLine(CultureInfo.InvariantCulture, $"  http.urls = \"http://127.0.0.1:{port}\"")
            .AppendLine(CultureInfo.InvariantCulture, $"  data-dir = \"{DataDirectory(folder, port)}\"")
            .AppendLine("  backends {").AppendJoin('\n', backends).AppendLine().AppendLine("  }").AppendLine(more).AppendLine("}")
            .ToString());
        return file;
    }
}
