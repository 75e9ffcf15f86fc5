namespace Sidecar.Domain.Backends;

/// <summary>The header that a backend's own key is sent in.</summary>
public enum KeyHeader
{
    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    Bearer,

    /// <summary><c>x-api-key: KEY</c>, as Anthropic's API asks for.</summary>
    XApiKey,

    /// <summary><c>api-key: KEY</c>, as Azure's API asks for.</summary>
    ApiKey,
}
