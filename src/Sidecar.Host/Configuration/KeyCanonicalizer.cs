using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Configuration;

/// <summary>Rewrites every known key to its canonical spelling and rejects unknown ones, so that layers with different spellings merge
/// correctly.</summary>
internal sealed class KeyCanonicalizer(FaultList faults)
{
    /// <summary>The same values under canonical keys.</summary>
    public HoconNode Apply(HoconNode node, SchemaNode schema, string path) => (node, schema) switch
    {
        (HoconObject section, SectionSchema known) => Section(section, known, path),
        (HoconObject section, NamedSectionsSchema named) => Entries(section, named, path),
        (HoconArray list, ListSchema items) => List(list, items, path),
        _ => node,
    };

    private HoconObject Section(HoconObject section, SectionSchema known, string path)
    {
        var canonical = new HoconObject(section.At) { IsBlock = section.IsBlock, Reopened = section.Reopened };
        foreach (var (spelled, value) in section.Members)
        {
            if (known.Find(spelled) is { } key)
                HoconMerge.Place(canonical, [key.Name], Apply(value, key.Node, HoconPath.Append(path, key.Name)));
            else
                faults.Add(value.At, HoconPath.Append(path, spelled),
                    $"unknown key{SpellingSuggestion.For(spelled, known.Keys.Select(k => k.Name))}");
        }
        return canonical;
    }

    private HoconObject Entries(HoconObject section, NamedSectionsSchema named, string path)
    {
        var canonical = new HoconObject(section.At) { IsBlock = section.IsBlock, Reopened = section.Reopened };
        foreach (var (name, value) in section.Members)
        {
            var entryPath = HoconPath.Append(path, name);
            if (value is HoconObject { IsBlock: false } implied && RestOfName(implied, named) is { } rest)
            {
                faults.Add(value.At, entryPath, $"a name with dots in it must be in quotes: {HoconPath.Join($"{name}.{rest}")}");
                continue;
            }
            if (value is HoconObject { Reopened: { } again })
                faults.Add(again, entryPath, $"is defined a second time in this file (first in line {value.At.Line})");
            // Environment variables, which override these, do not tell them apart.
            if (canonical.Members.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Key is { } other)
                faults.Add(value.At, entryPath, $"the same name as '{other}', but for upper and lower case");
            canonical.Members[name] = Apply(value, named.Item, entryPath);
        }
        return canonical;
    }

    /// <summary><c>gpt.4 { … }</c> is read as a section 4 inside an entry gpt.</summary>
    private static string? RestOfName(HoconObject entry, NamedSectionsSchema named) =>
        entry.Members.FirstOrDefault(m => m.Value is HoconObject { IsBlock: true } && named.Item.Find(m.Key) is null).Key;

    private HoconArray List(HoconArray list, ListSchema items, string path)
    {
        var canonical = new HoconArray(list.At);
        canonical.Items.AddRange(list.Items.Select((item, index) => Apply(item, items.Item, $"{path}.{index}")));
        return canonical;
    }
}
