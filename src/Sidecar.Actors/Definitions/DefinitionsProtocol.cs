using Sidecar.Domain.Definitions;

namespace Sidecar.Definitions;

/// <summary>What the keeper of definitions is asked and answers.</summary>
public static class DefinitionsProtocol
{
    /// <summary>Let these happen, all or none. Answered with <see cref="Kept"/> when they are on disk, or with
    /// <see cref="NotKept"/>.</summary>
    public sealed record Keep(IReadOnlyList<IDefinitionEvent> Events);

    /// <param name="State">With the events in it.</param>
    public sealed record Kept(DefinitionState State);

    /// <param name="Id">Whose event may not happen.</param>
    public sealed record NotKept(string Id, DefinitionRefusal Reason);
}
