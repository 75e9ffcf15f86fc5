using Sidecar.Domain.Backends;

namespace Sidecar.Host.Upstream;

/// <summary>Adds a backend's own credentials and fixed headers to a request.</summary>
internal static class UpstreamCredentials
{
    private const string AnthropicVersion = "anthropic-version";

    // https://platform.claude.com/docs/en/api/versioning: the version that all SDKs send.
    private const string AnthropicVersionValue = "2023-06-01";

    public static void AddTo(HttpRequestMessage message, Backend backend)
    {
        if (backend.ApiKey is { } key)
        {
            var (name, value) = backend.KeyHeader switch
            {
                KeyHeader.XApiKey => ("x-api-key", key.Reveal()),
                KeyHeader.ApiKey => ("api-key", key.Reveal()),
                _ => ("Authorization", "Bearer " + key.Reveal()),
            };
            if (!Replaces(backend, name))
                message.Headers.TryAddWithoutValidation(name, value);
        }
        foreach (var (name, value) in backend.Headers)
            // Content-Type and similar headers belong to the content.
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        if (backend.Dialect == BackendDialect.Anthropic && !message.Headers.NonValidated.Contains(AnthropicVersion))
            message.Headers.TryAddWithoutValidation(AnthropicVersion, AnthropicVersionValue);
    }

    /// <summary>Whether the operator's <c>headers {}</c> contain this header: then only theirs is sent.</summary>
    public static bool Replaces(Backend backend, string name)
    {
        for (var i = 0; i < backend.Headers.Count; i++)
            if (string.Equals(backend.Headers[i].Key, name, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
