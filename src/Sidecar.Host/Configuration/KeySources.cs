namespace Sidecar.Host.Configuration;

/// <summary>Where a definition through the API may take its key from: permission to add a backend must not mean permission to read every
/// secret of the process or the machine.</summary>
/// <param name="Variables">Names; one that ends in <c>*</c> stands for all with that beginning.</param>
/// <param name="Files">Files, and directories of files; absolute.</param>
/// <param name="OwnVariables">Variables with Sidecar's own secrets: never allowed, whatever else is.</param>
/// <param name="OwnFiles">Files with Sidecar's own secrets, likewise.</param>
/// <param name="OfBackends">Variables of the file's backends and of known providers, with the addresses for which they are meant.</param>
public sealed record KeySources(
    IReadOnlyList<string> Variables, IReadOnlyList<string> Files, IReadOnlyList<string> OwnVariables, IReadOnlyList<string> OwnFiles,
        IReadOnlyList<(string Variable, string BaseUrl)> OfBackends)
{
    private const string OwnPrefix = "SIDECAR_";

    /// <summary>Only inline keys are allowed.</summary>
    public static readonly KeySources None = new([], [], [], [], []);

    /// <param name="baseUrl">Where the key would be sent.</param>
    public bool AllowsVariable(string name, string? baseUrl) =>
        !name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase)
        && !OwnVariables.Contains(name, StringComparer.Ordinal)
        && (Variables.Any(pattern => pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern)
            || OfBackends.Any(of => of.Variable == name && IsSameHost(of.BaseUrl, baseUrl)));

    public bool AllowsFile(string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return false;
        var file = Target(Path.GetFullPath(path));
        return !OwnFiles.Any(own => Target(own) == file)
            && Files.Any(allowed => Target(Path.GetFullPath(allowed)).TrimEnd('/') is var place
                && (file == place || file.StartsWith(place + "/", StringComparison.Ordinal)));
    }

    // A key from the file may go only where the file sends it, and no less securely.
    private static bool IsSameHost(string known, string? asked) =>
        Uri.TryCreate(known, UriKind.Absolute, out var one) && Uri.TryCreate(asked, UriKind.Absolute, out var other)
        && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase)
        && (one.Scheme == other.Scheme || other.Scheme == Uri.UriSchemeHttps);

    private static string Target(string path)
    {
        try
        {
            FileSystemInfo at = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return at.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
