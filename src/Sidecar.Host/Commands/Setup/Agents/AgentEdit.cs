namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>One value that points an agent at Sidecar.</summary>
/// <param name="Path">Where it stands in the agent's file.</param>
/// <param name="Value">As it is written there; of several lines each is two blanks deeper than the section it stands in.</param>
internal sealed record AgentEdit(IReadOnlyList<string> Path, string Value);
