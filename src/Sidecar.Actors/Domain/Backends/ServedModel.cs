namespace Sidecar.Domain.Backends;

/// <summary>A model that a backend serves: the name clients use, the upstream's own name, and prices in currency units per token (null:
/// unknown).</summary>
/// <param name="MaxInput">The most input tokens that a request may have; 0: no limit is known.</param>
public sealed record ServedModel(
    string Name, string? UpstreamName = null, decimal? InputCost = null, decimal? OutputCost = null,
    decimal? CachedInputCost = null, decimal? CacheWriteCost = null, decimal? ReasoningCost = null, long MaxInput = 0)
{
    public ModelPrice Price => new(InputCost, OutputCost, CachedInputCost, CacheWriteCost, ReasoningCost);
}
