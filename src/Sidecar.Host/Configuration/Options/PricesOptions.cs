namespace Sidecar.Host.Configuration.Options;

/// <summary>Prices of models for which no backend sets any.</summary>
public sealed class PricesOptions
{
    /// <summary>A file in LiteLLM's JSON format, or OpenRouter's list of models; empty: none.</summary>
    public string File { get; set; } = "";
}
