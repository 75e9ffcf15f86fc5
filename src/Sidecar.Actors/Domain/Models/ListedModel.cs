namespace Sidecar.Domain.Models;

/// <summary>One entry of a list of models.</summary>
/// <param name="Id">The name that clients ask by.</param>
/// <param name="Json">What the upstream says of it, as it wrote it; empty: nothing.</param>
public sealed record ListedModel(string Id, ReadOnlyMemory<byte> Json = default);
