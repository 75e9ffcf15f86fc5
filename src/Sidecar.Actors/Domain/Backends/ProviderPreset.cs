namespace Sidecar.Domain.Backends;

/// <summary>What is known about a provider, so that a backend needs only its name and a key.</summary>
/// <param name="Name">The value of <c>preset</c>.</param>
/// <param name="KeyVariable">The environment variable that the provider's documentation uses for the key; empty: it needs no key.</param>
/// <param name="Documentation">The public source of all this.</param>
public sealed record ProviderPreset(string Name, string KeyVariable, string Documentation)
{
    public ProviderApi? OpenAi { get; init; }

    public ProviderApi? Anthropic { get; init; }

    /// <summary>The dialect of a backend that configures none.</summary>
    public BackendDialect Dialect { get; init; }

    /// <summary>Null: the provider documents no API of this dialect.</summary>
    public ProviderApi? ApiOf(BackendDialect dialect) => dialect == BackendDialect.Anthropic ? Anthropic : OpenAi;
}

/// <summary>One API of a provider.</summary>
/// <param name="BaseUrl">As the provider documents it; null: each account has its own.</param>
/// <param name="VersionPath">The path between the base URL and the endpoint; null: derived from the base URL.</param>
/// <param name="KeyHeader">Null: determined by dialect and host.</param>
/// <param name="Apis">The APIs that its documentation names; None: all of the dialect.</param>
public sealed record ProviderApi(string? BaseUrl, string? VersionPath = null, KeyHeader? KeyHeader = null, Apis Apis = Apis.None);
