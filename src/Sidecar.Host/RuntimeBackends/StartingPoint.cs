using Sidecar.Domain.Definitions;
using Sidecar.Host.Configuration;
using Sidecar.Host.Storage;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>What a server starts with: the settings, and the definitions made at run time.</summary>
internal sealed record StartingPoint(SidecarSettings Settings, IStorage Storage, DefinitionState Stored, BackendDirectory Directory)
{
    /// <summary>Throws <see cref="MasterKeyException"/> if stored secrets cannot be decrypted: serving without them would look like an
    /// outage of the upstream.</summary>
    public static StartingPoint Of(SidecarSettings settings)
    {
        var storage = Storages.Of(settings.DataDirectory, settings.PostgresConnection?.Reveal());
        try
        {
            storage.Claim();
            var stored = storage.ReadDefinitions();
            if (SealedSecrets.FaultsOf(stored, settings.MasterKeys) is { Count: > 0 } faults)
                throw new MasterKeyException(faults);
            return new StartingPoint(settings, storage, stored, BackendDirectory.Compose(settings, stored, settings.MasterKeys));
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }
}

/// <summary>Stored secrets cannot be decrypted with the given master keys. The message names backends and ids of master keys, nothing
/// secret.</summary>
internal sealed class MasterKeyException(IReadOnlyList<string> faults)
    : Exception($"{string.Join("; ", faults)}. Give the master key that they were encrypted with (sidecar.keys.master-key-file or "
        + $"SIDECAR_MASTER_KEY); nothing was changed.");
