using Sidecar.Domain.Definitions;
using Sidecar.Host.Keys;
using static Sidecar.Domain.Definitions.DefinitionEvents.V1;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>The stored secrets as a whole: whether these master keys open them, and how they come under a new one.</summary>
internal static class SealedSecrets
{
    /// <summary>One sentence for each backend whose secrets the master keys do not open.</summary>
    public static IReadOnlyList<string> FaultsOf(DefinitionState stored, MasterKeys keys) =>
        [.. stored.Backends
            .Where(backend => backend.Sealed is not null)
            .Select(backend =>
                keys.TryOpen(backend.Sealed!, backend.Id, out _, out var fault) ? "" : $"the stored key of backend {backend.Id} {fault}")
            .Where(fault => fault.Length > 0)];

    /// <summary>The events that bring every secret under the current master key; none when all are.</summary>
    public static IReadOnlyList<IDefinitionEvent> Reseal(DefinitionState stored, MasterKeys keys, string by, DateTimeOffset now) =>
        [.. stored.Backends
            .Where(backend => backend.Sealed is not null && keys.Current is not null && !keys.IsCurrent(backend.Sealed))
            .Select(backend => keys.TryOpen(backend.Sealed!, backend.Id, out var plain, out _)
                ? new SecretsResealed(now, by, backend.Id, keys.Seal(plain, backend.Id))
                : null)
            .OfType<IDefinitionEvent>()];
}
