using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Configuration.Schema;
using Sidecar.Host.Configuration.Validation;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>
/// Reads one backend's definition by the rules of the file: the same keys, shapes, ranges and checks, and all faults at once.
/// </summary>
internal sealed class DefinitionReader(IReadOnlyList<string> pools, IReadOnlyDictionary<string, string> environment)
{
    private const string Root = "sidecar";

    private static readonly string[] SeveralKeys = ["api-keys-env", "api-keys-file"];

    // The source of faults; it is left out of the answers.
    private static readonly SourcePosition Nowhere = new("definition");

    /// <summary>The definition with canonical keys; faults for unknown keys are added to the list.</summary>
    public static HoconObject Canonical(HoconObject definition, string id, FaultList faults) =>
        (HoconObject)new KeyCanonicalizer(faults).Apply(definition, ItemSchema, PathOf(id));

    /// <summary>The path of the definition in faults.</summary>
    public static string PathOf(string id) => HoconPath.Join(Root, "backends", id);

    /// <summary>The backend, or its faults: <c>(key, message)</c>, with an empty key if the fault is about the whole.</summary>
    /// <param name="definition">With canonical keys, secrets included.</param>
    /// <param name="faults">The faults found so far.</param>
    public (Backend? Backend, IReadOnlyList<DefinitionFault> Faults) Read(string id, HoconObject definition, FaultList faults)
    {
        var flattener = new KeyFlattener(faults);
        flattener.Flatten(Whole(id, definition), OptionsSchema.Sidecar, "Sidecar", Root);
        var options = new SidecarOptions();
        new ConfigurationBuilder().Add(new HoconConfigurationSource(flattener.Data)).Build().GetSection("Sidecar").Bind(options);
        PresetDefaults.Apply(options);
        // A definition here is a single backend, which is changed, tested and deleted by its id.
        foreach (var several in SeveralKeys.Where(definition.Members.ContainsKey))
            faults.Add(Nowhere, $"{PathOf(id)}.{several}",
                "several keys may be given in the configuration file; here add a backend for each");
        var secrets = new SecretReader(environment);
        foreach (var rules in new IValidateOptions<SidecarOptions>[] { new SidecarOptionsRanges(),
            new SidecarOptionsRules(secrets, faults.Has) })
            foreach (var (path, message) in (rules.Validate(null, options).Failures ?? []).Select(HoconPath.SplitMessage))
                if (!faults.Has(path))
                    faults.Add(Nowhere, path, message);
        var prefix = PathOf(id);
        // The rest of the section has default values here; its real faults are reported for the file.
        var own = faults.Sorted()
            .Where(fault => fault.Path is { } path && (path == prefix || path.StartsWith(prefix + ".", StringComparison.Ordinal)))
            .Select(fault =>
                new DefinitionFault(fault.Path!.Length > prefix.Length ? fault.Path[(prefix.Length + 1)..] : "", fault.Message))
            .Distinct().ToList();
        return own.Count > 0 ? (null, own) : (new BackendCatalogFactory(secrets).Create(options, []).Backends[0], []);
    }

    private static SchemaNode ItemSchema => ((NamedSectionsSchema)OptionsSchema.Sidecar.Find("backends")!.Node).Item;

    private HoconObject Whole(string id, HoconObject definition)
    {
        var list = new HoconArray(Nowhere);
        list.Items.AddRange(pools.Select(pool => new HoconScalar(Nowhere, pool)));
        var backends = new HoconObject(Nowhere);
        backends.Members[id] = definition;
        var sidecar = new HoconObject(Nowhere);
        sidecar.Members["pools"] = list;
        sidecar.Members["backends"] = backends;
        return sidecar;
    }
}

/// <summary>One thing wrong with a definition.</summary>
/// <param name="Key">As in the file, such as <c>base-url</c> or <c>models.0.name</c>; empty if the fault is about the whole.</param>
internal sealed record DefinitionFault(string Key, string Message)
{
    public override string ToString() => Key.Length == 0 ? Message : $"{Key}: {Message}";
}
