namespace Sidecar.Domain.Backends;

/// <summary>Prices of one model in currency units per token; null: unknown.</summary>
/// <param name="CachedInput">For input read from a cache; null: the price of other input.</param>
/// <param name="CacheWrite">For input written to a cache; null: the price of other input.</param>
/// <param name="Reasoning">For output spent on reasoning; null: the price of other output.</param>
public readonly record struct ModelPrice(
    decimal? Input, decimal? Output, decimal? CachedInput = null, decimal? CacheWrite = null, decimal? Reasoning = null)
{
    public bool IsKnown => Input is not null || Output is not null;
}
