using System.Globalization;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Configuration;

/// <summary>Applies environment variables such as <c>Sidecar__PrimaryWait__Interval=1s</c> on top of the merged files.</summary>
internal sealed class EnvironmentLayer(HoconObject sidecar, FaultList faults)
{
    private const string Prefix = "Sidecar__";

    public void Lay(IReadOnlyDictionary<string, string> environment)
    {
        var overrides = environment
            .Where(v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(v => v.Key, StringComparer.Ordinal);
        foreach (var (name, value) in overrides)
        {
            var scalar = new HoconScalar(SourcePosition.OfVariable(name), value);
            var segments = name[Prefix.Length..].Split("__");
            if (segments.Length > HoconLimits.Depth || Array.Exists(segments, s => s.Length == 0))
                faults.Add(scalar.At, null, "is not the name of a key");
            else
                Set(sidecar, OptionsSchema.Sidecar, segments, scalar, "sidecar");
        }
    }

    private void Set(HoconNode target, SchemaNode schema, ReadOnlySpan<string> rest, HoconScalar value, string path)
    {
        switch (target, schema)
        {
            case (HoconObject section, SectionSchema known):
                SetKey(section, known, rest, value, path);
                break;
            case (HoconObject section, NamedSectionsSchema named):
                SetEntry(section, named.Item, rest, value, path);
                break;
            case (HoconObject section, NamedValuesSchema):
                SetEntry(section, null, rest, value, path);
                break;
            case (HoconArray list, ListSchema items):
                SetItem(list, items.Item, rest, value, path);
                break;
        }
    }

    private void SetKey(HoconObject section, SectionSchema known, ReadOnlySpan<string> rest, HoconScalar value, string path)
    {
        var key = known.Find(rest[0]);
        path = HoconPath.Append(path, key?.Name ?? rest[0]);
        if (key is null)
            faults.Add(value.At, path, $"unknown key{SpellingSuggestion.For(rest[0], known.Keys.Select(k => k.Name))}");
        else if (rest.Length > 1)
            Descend(section, key.Name, key.Node, rest[1..], value, path);
        else
            section.Members[key.Name] = key.Node is ListSchema ? SplitAtCommas(value) : value;
    }

    private void SetEntry(HoconObject section, SchemaNode? item, ReadOnlySpan<string> rest, HoconScalar value, string path)
    {
        var matches = KeyNames.Matching(section.Members.Keys, rest[0]);
        var name = matches.Count > 0 ? matches[0] : rest[0];
        path = HoconPath.Append(path, name);
        if (matches.Count > 1)
            faults.Add(value.At, path, $"the name fits {string.Join(" and ", matches)}: spell it exactly");
        else if (rest.Length > 1)
            Descend(section, name, item, rest[1..], value, path);
        else
            section.Members[name] = value;
    }

    private void SetItem(HoconArray list, SchemaNode item, ReadOnlySpan<string> rest, HoconScalar value, string path)
    {
        path = HoconPath.Append(path, rest[0]);
        if (!int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > list.Items.Count)
        {
            faults.Add(value.At, path, $"the next item of this list is number {list.Items.Count}");
            return;
        }
        if (index == list.Items.Count)
            list.Items.Add(item is SectionSchema ? new HoconObject(value.At) : value);
        if (rest.Length > 1)
            Set(list.Items[index], item, rest[1..], value, path);
        else
            list.Items[index] = value;
    }

    private void Descend(HoconObject section, string name, SchemaNode? schema, ReadOnlySpan<string> rest, HoconScalar value, string path)
    {
        if (schema is null or ScalarSchema)
        {
            faults.Add(value.At, path, "is a single value: nothing can be set below it");
            return;
        }
        var isList = schema is ListSchema;
        if (!section.Members.TryGetValue(name, out var next) || (isList ? next is not HoconArray : next is not HoconObject))
            section.Members[name] = next = isList ? new HoconArray(value.At) : new HoconObject(value.At);
        Set(next, schema, rest, value, path);
    }

    private static HoconArray SplitAtCommas(HoconScalar value)
    {
        var list = new HoconArray(value.At);
        var items = value.Text!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        list.Items.AddRange(items.Select(item => new HoconScalar(value.At, item)));
        return list;
    }
}
