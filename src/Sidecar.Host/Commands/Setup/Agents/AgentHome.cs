namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>Where this user's agents keep their files; environment variables may move them.</summary>
internal sealed class AgentHome(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>The user's home directory; empty if it is not known.</summary>
    public string Directory { get; } = environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? home
        : environment.GetValueOrDefault("USERPROFILE") ?? "";

    /// <summary>The file in which <c>setup</c> records its changes.</summary>
    public string StateFile => Path.Combine(
        Under("XDG_STATE_HOME", Path.Combine(".local", "state")), "sidecar", "setup.json");

    /// <summary>The directory that a variable names; otherwise the given one below the home directory.</summary>
    public string Under(string variable, string usual) =>
        environment.GetValueOrDefault(variable) is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(Directory, usual);

    /// <summary>The file that a variable names, or null.</summary>
    public string? Named(string variable) =>
        environment.GetValueOrDefault(variable) is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    /// <summary>A path for people to read, with <c>~</c> for the home directory.</summary>
    public string Shown(string path) =>
        Directory.Length > 1 && path.StartsWith(Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? string.Concat("~", path.AsSpan(Directory.Length)) : path;
}
