using System.ComponentModel.DataAnnotations;

namespace Sidecar.Host.Configuration.Options;

/// <summary>A model that a backend serves; prices are per token.</summary>
public sealed class ServedModelOptions
{
    [Required]
    public string? Name { get; set; }

    public string? UpstreamName { get; set; }

    [Range(0d, 1d)]
    public decimal? InputCost { get; set; }

    [Range(0d, 1d)]
    public decimal? OutputCost { get; set; }

    [Range(0d, 1d)]
    public decimal? CachedInputCost { get; set; }

    [Range(0d, 1d)]
    public decimal? CacheWriteCost { get; set; }

    [Range(0d, 1d)]
    public decimal? ReasoningCost { get; set; }

    /// <summary>The most input tokens of a request, estimated; 0: no limit.</summary>
    [Range(0d, 1e12)]
    public long MaxInput { get; set; }
}
