using System.Runtime.CompilerServices;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Door;

namespace Sidecar.Host.Upstream;

/// <summary>Removes a backend's own credentials from error answers: some upstreams repeat there what they were sent.</summary>
/// <remarks>Other answers are not changed: their bodies are what the client asked for, and a model does not know the
/// credentials.</remarks>
internal static class EchoedSecrets
{
    private static readonly string[] Words = ["auth", "key", "token", "secret", "password", "cookie", "credential"];

    // Backends are immutable, and few.
    private static readonly ConditionalWeakTable<Backend, SecretMask> Masks = [];

    /// <summary>Null if there is nothing to mask.</summary>
    public static SecretMask? MaskOf(Backend backend, int status) =>
        status >= 400 && Masks.GetValue(backend, static known => new SecretMask(SecretsOf(known))) is { IsEmpty: false } mask ? mask : null;

    private static IEnumerable<string> SecretsOf(Backend backend)
    {
        if (backend.ApiKey is { } key)
            yield return key.Reveal();
        foreach (var (name, value) in backend.Headers)
            if (Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                // Without a scheme before the key: the scheme is not secret, and the key may be repeated without it.
                yield return value[(value.LastIndexOf(' ') + 1)..];
        foreach (var parameter in backend.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (parameter.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
                && Array.Exists(Words, word => parameter.AsSpan(0, equals).Contains(word, StringComparison.OrdinalIgnoreCase)))
                yield return parameter[(equals + 1)..];
    }
}
