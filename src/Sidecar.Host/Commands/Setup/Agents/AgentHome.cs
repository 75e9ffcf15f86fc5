namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>Where agents of this user keep their files, by the variables that move them.</summary>
internal sealed class AgentHome(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Empty: it is not known.</summary>
    public string Directory { get; } = environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? home
        : environment.GetValueOrDefault("USERPROFILE") ?? "";

    /// <summary>Where what was changed is remembered.</summary>
    public string StateFile => Path.Combine(
        Under("XDG_STATE_HOME", Path.Combine(".local", "state")), "sidecar", "setup.json");

    /// <summary>The directory that a variable names; else that one below the user's own.</summary>
    public string Under(string variable, string usual) =>
        environment.GetValueOrDefault(variable) is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(Directory, usual);

    /// <summary>The file that a variable names, or null.</summary>
    public string? Named(string variable) =>
        environment.GetValueOrDefault(variable) is { Length: > 0 } named ? Path.GetFullPath(named) : null;

    /// <summary>A path as people write it.</summary>
    public string Shown(string path) =>
        Directory.Length > 1 && path.StartsWith(Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? string.Concat("~", path.AsSpan(Directory.Length)) : path;
}
