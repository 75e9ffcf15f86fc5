namespace Sidecar.Domain.Backends;

/// <summary>The header in which a backend's own key is sent.</summary>
public enum KeyHeader
{
    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    Bearer,

    /// <summary><c>x-api-key: KEY</c>, as Anthropic's API requires.</summary>
    XApiKey,

    /// <summary><c>api-key: KEY</c>, as Azure's API requires.</summary>
    ApiKey,
}
