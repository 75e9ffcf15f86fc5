namespace Sidecar.Domain.Backends;

/// <summary>Whose API a backend speaks: its paths, its error bodies, and the header its key goes in.</summary>
public enum BackendDialect
{
    OpenAi,
    Anthropic,
}
