namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>An agent that can be pointed at Sidecar.</summary>
/// <param name="Name">Its name for <c>--point</c>.</param>
/// <param name="Title">Its name as its makers write it.</param>
/// <param name="OwnProvider">The preset whose models it asks for by default; null if it needs to be given a model.</param>
/// <param name="FilesOf">Its files; the agent counts as installed if the directory of one of them exists.</param>
internal sealed record Agent(string Name, string Title, string? OwnProvider, Func<AgentHome, IReadOnlyList<AgentFile>> FilesOf)
{
    public bool IsThere(AgentHome home) => FilesOf(home).Any(file => Directory.Exists(Path.GetDirectoryName(file.Path)));
}
