using System.Runtime.CompilerServices;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Door;

namespace Sidecar.Host.Upstream;

/// <summary>Keeps a backend's own credentials out of answers that tell an error: some upstreams repeat there what they were sent.</summary>
/// <remarks>Answers that tell none are not looked at: a body that was asked for is not to be changed, and what a model says is not the
/// upstream's to know.</remarks>
internal static class EchoedSecrets
{
    private static readonly string[] Words = ["auth", "key", "token", "secret", "password", "cookie", "credential"];

    // Backends are immutable, and few.
    private static readonly ConditionalWeakTable<Backend, SecretMask> Masks = [];

    /// <summary>Null where there is nothing to mask.</summary>
    public static SecretMask? MaskOf(Backend backend, int status) =>
        status >= 400 && Masks.GetValue(backend, static known => new SecretMask(SecretsOf(known))) is { IsEmpty: false } mask ? mask : null;

    private static IEnumerable<string> SecretsOf(Backend backend)
    {
        if (backend.ApiKey is { } key)
            yield return key.Reveal();
        foreach (var (name, value) in backend.Headers)
            if (Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                // With a scheme before it: that is no secret, and need not be repeated with it.
                yield return value[(value.LastIndexOf(' ') + 1)..];
        foreach (var parameter in backend.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (parameter.IndexOf('=', StringComparison.Ordinal) is var equals and > 0
                && Array.Exists(Words, word => parameter.AsSpan(0, equals).Contains(word, StringComparison.OrdinalIgnoreCase)))
                yield return parameter[(equals + 1)..];
    }
}
