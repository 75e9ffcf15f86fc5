namespace Sidecar.Domain.Models;

/// <summary>One entry of a list of models.</summary>
/// <param name="Id">The name that clients use.</param>
/// <param name="Json">The upstream's own description of it; empty if there is none.</param>
public sealed record ListedModel(string Id, ReadOnlyMemory<byte> Json = default);
