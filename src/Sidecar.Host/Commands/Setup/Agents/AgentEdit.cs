namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>One value that points an agent at Sidecar.</summary>
/// <param name="Path">Its place in the agent's file.</param>
/// <param name="Value">The value as it is written there; further lines are indented by two spaces relative to their section.</param>
internal sealed record AgentEdit(IReadOnlyList<string> Path, string Value);
