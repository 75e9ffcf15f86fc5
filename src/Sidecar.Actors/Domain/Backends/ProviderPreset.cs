namespace Sidecar.Domain.Backends;

/// <summary>What is known of a provider, so that its name and a key are all that a backend needs.</summary>
/// <param name="Name">As it is written in <c>preset</c>.</param>
/// <param name="KeyVariable">The environment variable in which the provider's documentation keeps the key; empty: it asks for none.</param>
/// <param name="Documentation">Where all of this is said in public.</param>
public sealed record ProviderPreset(string Name, string KeyVariable, string Documentation)
{
    public ProviderApi? OpenAi { get; init; }

    public ProviderApi? Anthropic { get; init; }

    /// <summary>The dialect of a backend that names none.</summary>
    public BackendDialect Dialect { get; init; }

    /// <summary>Null: the provider documents no API of this dialect.</summary>
    public ProviderApi? ApiOf(BackendDialect dialect) => dialect == BackendDialect.Anthropic ? Anthropic : OpenAi;
}

/// <summary>One API of a provider.</summary>
/// <param name="BaseUrl">As the provider documents it; null: each account has its own.</param>
/// <param name="VersionPath">What stands between the base URL and the endpoint; null: the base URL itself tells.</param>
/// <param name="KeyHeader">Null: dialect and host tell.</param>
/// <param name="Apis">What its documentation names of them; None: all of the dialect.</param>
public sealed record ProviderApi(string? BaseUrl, string? VersionPath = null, KeyHeader? KeyHeader = null, Apis Apis = Apis.None);
