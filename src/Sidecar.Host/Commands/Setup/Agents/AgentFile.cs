using Sidecar.Host.Commands.Setup.Editing;

namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>One file of an agent, and what it would hold.</summary>
/// <param name="Path">Absolute; it may not exist.</param>
/// <param name="EditsOf">What points the agent at Sidecar, given what the file holds now.</param>
internal sealed record AgentFile(string Path, IAgentText Format, Func<string, PointTarget, IReadOnlyList<AgentEdit>> EditsOf);
