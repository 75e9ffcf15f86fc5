namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>An agent that can be pointed at Sidecar.</summary>
/// <param name="Name">As it is written behind <c>--point</c>.</param>
/// <param name="Title">As its makers write it.</param>
/// <param name="OwnProvider">The preset whose models it asks for by itself; null: it must be told a model.</param>
/// <param name="FilesOf">Its files; it is there when the directory of one of them is.</param>
internal sealed record Agent(string Name, string Title, string? OwnProvider, Func<AgentHome, IReadOnlyList<AgentFile>> FilesOf)
{
    public bool IsThere(AgentHome home) => FilesOf(home).Any(file => Directory.Exists(Path.GetDirectoryName(file.Path)));
}
