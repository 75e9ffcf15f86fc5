namespace Sidecar.Host.Configuration.Options;

/// <summary>Where prices come from that no backend's models name.</summary>
public sealed class PricesOptions
{
    /// <summary>In LiteLLM's JSON form, or OpenRouter's list of models; empty: none.</summary>
    public string File { get; set; } = "";
}
