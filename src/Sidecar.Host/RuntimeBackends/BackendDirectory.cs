using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Definitions;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Keys;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Where a backend's definition stands.</summary>
internal enum DefinitionOrigin
{
    File,

    /// <summary>A well-known key was found in the environment.</summary>
    Environment,

    Api,
}

/// <summary>One definition.</summary>
/// <param name="Backend">Null when it cannot serve.</param>
/// <param name="Faults">Why it cannot.</param>
internal sealed record DirectoryEntry(string Id, DefinitionOrigin Origin, Backend? Backend, IReadOnlyList<DefinitionFault> Faults);

/// <summary>Every definition there is, of the file and beside it, and the catalog that they come to. Immutable.</summary>
/// <remarks>What was stored and is no longer valid (its pool is gone, its variable unset) is set aside with its faults: it can then still
/// be mended or deleted, which it could not if Sidecar did not start.</remarks>
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
                : EntryOf(backend, reader, keys));
        return new BackendDirectory(entries, new BackendCatalog(
            file.Catalog.Pools, [.. entries.Select(entry => entry.Backend).OfType<Backend>()], file.Catalog.ModelAliases));
    }

    /// <summary>The one that is in use, where a stored one of the same id is set aside.</summary>
    public DirectoryEntry? Find(string id) => Entries.FirstOrDefault(entry => entry.Id == id);

    /// <summary>A stored definition as the tree it was made from, secrets included. Null with a fault when those cannot be
    /// opened.</summary>
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

    private static DirectoryEntry EntryOf(StoredBackend stored, DefinitionReader reader, MasterKeys keys)
    {
        if (Open(stored, keys, out var fault) is not { } definition)
            return Aside(stored.Id, "its key " + fault);
        var (backend, faults) = reader.Read(stored.Id, definition, new FaultList());
        return new DirectoryEntry(stored.Id, DefinitionOrigin.Api, backend, faults);
    }

    private static DirectoryEntry Aside(string id, string fault) => new(id, DefinitionOrigin.Api, null, [new DefinitionFault("", fault)]);
}
