namespace Sidecar.Domain.Backends;

/// <summary>Prices of one model in currency units per token; null: unknown.</summary>
/// <param name="CachedInput">Of input read from a cache; null: as other input.</param>
/// <param name="CacheWrite">Of input written to a cache; null: as other input.</param>
/// <param name="Reasoning">Of output spent on reasoning; null: as other output.</param>
public readonly record struct ModelPrice(
    decimal? Input, decimal? Output, decimal? CachedInput = null, decimal? CacheWrite = null, decimal? Reasoning = null)
{
    public bool IsKnown => Input is not null || Output is not null;
}
