using Sidecar.Domain.Definitions;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Validation;
using static Sidecar.Domain.Definitions.DefinitionEvents.V1;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>The changes that an operator may ask for: what each means, and when it is refused.</summary>
internal sealed class DefinitionChanges(BackendDefinitions definitions, BackendAddresses addresses, TimeProvider time)
{
    private const string Enabled = "enabled";

    // The keys of a definition that say where requests go.
    private static readonly string[] Places = ["base-url", "proxy"];

    private DateTimeOffset Now => time.GetUtcNow();

    public Task<ChangeResult> Add(string id, HoconObject body, string by, string? why = null) => definitions.InTurn(async actors =>
    {
        if (definitions.Directory.Find(id) is not null)
            return ChangeResult.Refused(409, "backend_exists", $"There is a backend '{id}' already.");
        var (stored, refusal) = await Check(id, new HoconObject(body.At), body);
        return stored is null ? refusal! : await definitions.Keep(actors, new BackendAdded(Now, by, stored, why));
    });

    /// <summary>Keys in the body are changed, null resets them to their defaults, all others stay.</summary>
    public Task<ChangeResult> Change(string id, HoconObject body, string by, string? why = null) => definitions.InTurn(async actors =>
    {
        if (definitions.Directory.Find(id) is not { } entry)
            return ChangeResult.Unknown(id);
        if (entry.Origin != DefinitionOrigin.Api)
            return IsSwitch(body, out var enabled)
                ? await definitions.Keep(actors, new BackendSwitched(Now, by, id, enabled, why))
                : ChangeResult.Refused(409, "backend_of_file", $"The backend '{id}' is defined {PlaceOf(entry)}: change it there. Here it "
                    + $"can only be switched: {{\"enabled\": false}}, or null for what is said there.");
        var known = definitions.Stored.Find(id)!;
        if (BackendDirectory.Open(known, definitions.MasterKeys, out var fault) is not { } former)
            return ChangeResult.Refused(409, "sealed", $"The key of the backend '{id}' {fault}.");
        var (stored, refusal) = await Check(id, former, body);
        return stored is null ? refusal! : await definitions.Keep(actors, new BackendChanged(Now, by, stored, why));
    });

    public Task<ChangeResult> Remove(string id, string by, string? why = null) => definitions.InTurn(async actors =>
    {
        if (definitions.Stored.Find(id) is not null)
            return await definitions.Keep(actors, new BackendRemoved(Now, by, id, why));
        return definitions.Directory.Find(id) is { } entry
            ? ChangeResult.Refused(409, "backend_of_file", $"The backend '{id}' is defined {PlaceOf(entry)} and cannot be deleted here: "
                + $"disable it with PUT {{\"enabled\": false}}, or take it out there.")
            : ChangeResult.Unknown(id);
    });

    private static string PlaceOf(DirectoryEntry entry) =>
        entry.Origin == DefinitionOrigin.File ? "in the configuration file" : "by an environment variable";

    /// <summary>Whether the body only enables or disables it; null: as the file says.</summary>
    private static bool IsSwitch(HoconObject body, out bool? enabled)
    {
        var faults = new FaultList();
        var canonical = DefinitionReader.Canonical(body, "", faults);
        var scalar = canonical.Members.GetValueOrDefault(Enabled) as HoconScalar;
        enabled = scalar?.Text is { } text ? text == "true" : null;
        return !faults.Any && canonical.Members.Count == 1 && scalar is { Text: null or "true" or "false" };
    }

    private async Task<(StoredBackend? Stored, ChangeResult? Refusal)> Check(string id, HoconObject former, HoconObject body)
    {
        var faults = new FaultList();
        var changes = DefinitionReader.Canonical(body, id, faults);
        foreach (var fault in DefinitionDoor.FaultsOf(former, changes, definitions.File.KeySources))
            faults.Add(changes.At, HoconPath.Append(DefinitionReader.PathOf(id), fault.Key), fault.Message);
        foreach (var place in definitions.File.AllowPrivate ? [] : Places.Where(changes.Members.ContainsKey))
            if (changes.Members[place] is HoconScalar { Text: { Length: > 0 } address } && await addresses.FaultOf(address) is { } wrong)
                faults.Add(changes.At, HoconPath.Append(DefinitionReader.PathOf(id), place),
                    $"{wrong}: a backend is added there only where sidecar.admin.allow-private = true");
        var definition = Merge(former, changes);
        var (backend, found) =
            new DefinitionReader(definitions.File.Catalog.Pools, definitions.File.Source.Environment).Read(id, definition, faults);
        if (backend is null)
            return (null, Invalid(id, [.. found.Select(fault => fault.Message == Names.Expected ? fault with { Key = "id" } : fault)]));
        var secrets = SecretsOfBackend.TakeFrom(definition);
        if (secrets is not null && definitions.MasterKeys.Current is null)
            return (null, ChangeResult.Refused(409, "no_master_key",
                "An inline api-key, headers and parameters, which may hold one, and a proxy's password are stored encrypted, and no "
                    + "master key is given: set sidecar.keys.master-key-file or SIDECAR_MASTER_KEY, or name the key's place with "
                    + "api-key-env or api-key-file."));
        return (new StoredBackend(id, DefinitionText.ToJson(definition), secrets is null ? null : definitions.MasterKeys.Seal(secrets, id)),
            null);
    }

    private static HoconObject Merge(HoconObject former, HoconObject changes)
    {
        // A key from another source replaces the previous one.
        if (Array.Exists(DefinitionDoor.KeyWays, changes.Members.ContainsKey))
            foreach (var way in DefinitionDoor.KeyWays)
                former.Members.Remove(way);
        foreach (var (name, value) in changes.Members)
            former.Members[name] = value;
        return former;
    }

    private static ChangeResult Invalid(string id, IReadOnlyList<DefinitionFault> faults) =>
        ChangeResult.Refused(
            400, "invalid_definition", $"The definition of '{Quoting.Clip(id).Trim('\'')}' is wrong: {string.Join("; ", faults)}", faults);
}
