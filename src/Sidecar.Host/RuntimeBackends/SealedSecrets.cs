using Sidecar.Domain.Definitions;
using Sidecar.Host.Keys;
using static Sidecar.Domain.Definitions.DefinitionEvents.V1;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>All stored secrets together: whether these master keys decrypt them, and how to encrypt them with a new one.</summary>
internal static class SealedSecrets
{
    /// <summary>One sentence for each backend whose secrets the master keys do not decrypt.</summary>
    public static IReadOnlyList<string> FaultsOf(DefinitionState stored, MasterKeys keys) =>
        [.. stored.Backends
            .Where(backend => backend.Sealed is not null)
            .Select(backend =>
                keys.TryOpen(backend.Sealed!, backend.Id, out _, out var fault) ? "" : $"the stored key of backend {backend.Id} {fault}")
            .Where(fault => fault.Length > 0)];

    /// <summary>The events that encrypt every secret with the current master key; none if all are.</summary>
    public static IReadOnlyList<IDefinitionEvent> Reseal(DefinitionState stored, MasterKeys keys, string by, DateTimeOffset now) =>
        [.. stored.Backends
            .Where(backend => backend.Sealed is not null && keys.Current is not null && !keys.IsCurrent(backend.Sealed))
            .Select(backend => keys.TryOpen(backend.Sealed!, backend.Id, out var plain, out _)
                ? new SecretsResealed(now, by, backend.Id, keys.Seal(plain, backend.Id))
                : null)
            .OfType<IDefinitionEvent>()];
}
