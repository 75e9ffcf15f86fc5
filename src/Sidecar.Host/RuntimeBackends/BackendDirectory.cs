using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Definitions;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Keys;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Where a backend is defined.</summary>
internal enum DefinitionOrigin
{
    File,

    /// <summary>Made from a well-known key in the environment.</summary>
    Environment,

    Api,
}

/// <summary>One definition.</summary>
/// <param name="Backend">Null if it cannot serve.</param>
/// <param name="Faults">Why it cannot.</param>
internal sealed record DirectoryEntry(string Id, DefinitionOrigin Origin, Backend? Backend, IReadOnlyList<DefinitionFault> Faults);

/// <summary>All definitions, from the file and from run time, and the catalog made from them. Immutable.</summary>
/// <remarks>A stored definition that is no longer valid (its pool is gone, its variable unset) is set aside with its faults, so that
/// Sidecar starts and the definition can still be corrected or deleted.</remarks>
internal sealed record BackendDirectory(IReadOnlyList<DirectoryEntry> Entries, BackendCatalog Catalog)
{
    public static BackendDirectory Compose(SidecarSettings file, DefinitionState stored, MasterKeys keys)
    {
        var found = file.WellKnown.Select(known => known.Backend.Id).ToHashSet(StringComparer.Ordinal);
        var entries = file.Catalog.Defined.Select(backend => new DirectoryEntry(
            backend.Id,
            found.Contains(backend.Id) ? DefinitionOrigin.Environment : DefinitionOrigin.File,
            stored.Switches.TryGetValue(backend.Id, out var enabled) ? backend with { Enabled = enabled } : backend,
            [])).ToList();
        var reader = new DefinitionReader(file.Catalog.Pools, file.Source.Environment);
        foreach (var backend in stored.Backends)
            entries.Add(file.Catalog.IndexOf(backend.Id) >= 0
                ? Aside(backend.Id, "the configuration file has a backend of this id, which is the one in use")
                : EntryOf(backend, reader, keys, file.AllowPrivate));
        return new BackendDirectory(entries, new BackendCatalog(
            file.Catalog.Pools, [.. entries.Select(entry => entry.Backend).OfType<Backend>()], file.Catalog.ModelAliases));
    }

    /// <summary>The entry in use; a stored one of the same id may be set aside.</summary>
    public DirectoryEntry? Find(string id) => Entries.FirstOrDefault(entry => entry.Id == id);

    /// <summary>A stored definition as a configuration tree, secrets included. Null with a fault if these cannot be decrypted.</summary>
    public static HoconObject? Open(StoredBackend stored, MasterKeys keys, out string fault)
    {
        fault = "";
        using var json = JsonDocument.Parse(stored.Definition);
        var definition = (HoconObject)DefinitionText.FromJson(json.RootElement, new SourcePosition("definition"));
        if (stored.Sealed is null)
            return definition;
        if (!keys.TryOpen(stored.Sealed, stored.Id, out var secrets, out fault))
            return null;
        SecretsOfBackend.PutInto(definition, secrets);
        return definition;
    }

    private static DirectoryEntry EntryOf(StoredBackend stored, DefinitionReader reader, MasterKeys keys, bool allowPrivate)
    {
        if (Open(stored, keys, out var fault) is not { } definition)
            return Aside(stored.Id, "its key " + fault);
        var (backend, faults) = reader.Read(stored.Id, definition, new FaultList());
        var guarded = backend is null ? null : backend with { IsAddressGuarded = !allowPrivate };
        return new DirectoryEntry(stored.Id, DefinitionOrigin.Api, guarded, faults);
    }

    private static DirectoryEntry Aside(string id, string fault) => new(id, DefinitionOrigin.Api, null, [new DefinitionFault("", fault)]);
}
