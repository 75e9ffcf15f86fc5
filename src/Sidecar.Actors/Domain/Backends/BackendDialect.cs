namespace Sidecar.Domain.Backends;

/// <summary>Which provider's API a backend speaks: its paths, its error bodies, and the header for its key.</summary>
public enum BackendDialect
{
    OpenAi,
    Anthropic,
}
