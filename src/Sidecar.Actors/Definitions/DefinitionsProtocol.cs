using Sidecar.Domain.Definitions;

namespace Sidecar.Definitions;

/// <summary>The messages to the <c>DefinitionsActor</c> and its answers.</summary>
public static class DefinitionsProtocol
{
    /// <summary>Store these events, all or none. Answered with <see cref="Kept"/> when they are on disk, or with <see
    /// cref="NotKept"/>.</summary>
    public sealed record Keep(IReadOnlyList<IDefinitionEvent> Events);

    /// <param name="State">The state including the events.</param>
    public sealed record Kept(DefinitionState State);

    /// <param name="Id">The backend whose event was refused.</param>
    public sealed record NotKept(string Id, DefinitionRefusal Reason);
}
