using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Configuration;

/// <summary>Reads the shipped files, merges the operator's file and then the environment on top, and resolves references.</summary>
internal sealed class LayeredFiles(IReadOnlyDictionary<string, string> environment, FaultList faults)
{
    private static readonly string[] Shipped = ["akka.conf", "sidecar.conf"];
    private static readonly string[] Roots = ["sidecar", "akka"];

    /// <summary>Both sections, whatever faults were found.</summary>
    public (HoconObject Sidecar, HoconObject Akka) Read(string directory, string? overlay)
    {
        var root = new HoconObject(new SourcePosition(overlay ?? directory));
        foreach (var file in Shipped)
            if (HoconFile.ReadShipped(Path.Combine(directory, file), environment, faults) is { } layer)
                HoconMerge.Lay(root, Canonical(layer));
        if (overlay is not null && HoconFile.Read(overlay, environment, faults) is { } own)
            HoconMerge.Lay(root, Canonical(own));

        var sidecar = Section(root, "sidecar");
        var akka = Section(root, "akka");
        new EnvironmentLayer(sidecar, faults).Lay(environment);
        new HoconResolver(root, faults).Resolve();
        return (sidecar, akka);
    }

    /// <summary>Merges the operator's file on top of a recorded policy instead of using the environment; only keys that affect decisions
    /// are read.</summary>
    public HoconObject ReadPolicy(string directory, string recorded, string file)
    {
        var root = new HoconObject(new SourcePosition(file));
        if (HoconFile.ReadShipped(Path.Combine(directory, "sidecar.conf"), environment, faults) is { } shipped)
            HoconMerge.Lay(root, Canonical(shipped));
        if (HoconReader.Read(recorded, "the recorded policy", environment, faults) is { } policy)
            HoconMerge.Lay(root, Canonical(policy));
        if (HoconFile.Read(file, environment, faults) is { } overlay)
            HoconMerge.Lay(root, PolicyKeys.Only(Canonical(overlay)));
        var sidecar = Section(root, "sidecar");
        new HoconResolver(root, faults).Resolve();
        return sidecar;
    }

    private HoconObject Canonical(HoconObject layer)
    {
        var canonical = new HoconObject(layer.At);
        foreach (var (name, value) in layer.Members)
        {
            if (!Roots.Contains(name))
                faults.Add(value.At, HoconPath.Join(name),
                    $"unknown section: a file holds sidecar and akka{SpellingSuggestion.For(name, Roots)}");
            else if (value is not HoconObject)
                faults.Add(value.At, name, "must be a section in { }");
            else
                canonical.Members[name] =
                    name == "sidecar" ? new KeyCanonicalizer(faults).Apply(value, OptionsSchema.Sidecar, name) : value;
        }
        return canonical;
    }

    private static HoconObject Section(HoconObject root, string name)
    {
        if (root.Members.GetValueOrDefault(name) is not HoconObject section)
            root.Members[name] = section = new HoconObject(root.At);
        return section;
    }
}
