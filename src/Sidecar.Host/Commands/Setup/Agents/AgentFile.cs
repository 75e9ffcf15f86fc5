using Sidecar.Host.Commands.Setup.Editing;

namespace Sidecar.Host.Commands.Setup.Agents;

/// <summary>One of an agent's files, and what it should contain.</summary>
/// <param name="Path">Absolute; it may not exist.</param>
/// <param name="EditsOf">The edits that point the agent at Sidecar, given the present content.</param>
internal sealed record AgentFile(string Path, IAgentText Format, Func<string, PointTarget, IReadOnlyList<AgentEdit>> EditsOf);
