using System.Globalization;
using Microsoft.Extensions.Configuration;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Configuration;

/// <summary>Converts the resolved <c>sidecar</c> section to .NET configuration keys and remembers where each value was written.</summary>
internal sealed class KeyFlattener(FaultList faults)
{
    /// <summary><c>Sidecar:PrimaryWait:Interval</c> → <c>00:00:02</c>. Named entries are numbered in the order of the file; their names
    /// become values.</summary>
    public Dictionary<string, string?> Data { get; } = [];

    /// <summary>Every value that was written somewhere, in the order of the schema.</summary>
    public List<SettingLine> Lines { get; } = [];

    public Dictionary<string, SourcePosition> Positions { get; } = new(StringComparer.Ordinal);

    public void Flatten(HoconNode node, SchemaNode schema, string key, string path)
    {
        Positions[path] = node.At;
        switch (node, schema)
        {
            case (HoconScalar { Text: null }, _):
                break;
            case (HoconScalar scalar, ScalarSchema type):
                Scalar(scalar, type, key, path);
                break;
            case (HoconObject section, SectionSchema known):
                foreach (var child in known.Keys)
                    if (section.Members.TryGetValue(child.Name, out var value))
                        Flatten(value, child.Node, ConfigurationPath.Combine(key, child.Property), HoconPath.Append(path, child.Name));
                break;
            case (HoconObject section, NamedSectionsSchema named):
                Entries(section, named.Item, named.NameProperty, key, path);
                break;
            case (HoconObject section, NamedValuesSchema):
                Entries(section, new ScalarSchema(typeof(string), false), "Name", key, path);
                break;
            case (HoconScalar word, ListSchema { AreWords: true, Item: ScalarSchema type }):
                Scalar(word, type, Numbered(key, 0), path);
                break;
            case (HoconArray { Items.Count: 0 }, ListSchema { AreWords: true }):
                Data[Numbered(key, 0)] = "";
                break;
            case (HoconArray list, ListSchema items):
                for (var i = 0; i < list.Items.Count; i++)
                    Flatten(list.Items[i], items.Item, Numbered(key, i), HoconPath.Append(path, i.ToString(CultureInfo.InvariantCulture)));
                break;
            default:
                faults.Add(node.At, path, $"must be {Expected(schema)}{DotHint(node)}");
                break;
        }
    }

    private void Entries(HoconObject section, SchemaNode item, string nameProperty, string key, string path)
    {
        var present = section.Members.Where(m => m.Value is not HoconScalar { Text: null });
        foreach (var (index, (name, value)) in present.Index())
        {
            var entry = Numbered(key, index);
            // An entry of the wrong shape is dropped as a whole, because complaints about its missing keys would not help.
            if (value is HoconObject == item is SectionSchema)
                Data[ConfigurationPath.Combine(entry, nameProperty)] = name;
            Flatten(value, item, item is ScalarSchema ? ConfigurationPath.Combine(entry, "Value") : entry, HoconPath.Append(path, name));
        }
    }

    private void Scalar(HoconScalar scalar, ScalarSchema type, string key, string path)
    {
        if (ScalarText.ToNet(scalar.Text!, type, out var expected) is { } text)
        {
            Data[key] = text;
            Lines.Add(SettingLine.Of(path, scalar.Text!, scalar.At));
        }
        else
            faults.Add(scalar.At, path, $"{Quoting.Clip(scalar.Text!)} is not {expected}");
    }

    private static string Numbered(string key, int index) => ConfigurationPath.Combine(key, index.ToString(CultureInfo.InvariantCulture));

    private static string DotHint(HoconNode node) =>
        node is HoconObject { IsBlock: false } ? " (a name with dots in it must be in quotes)" : "";

    private static string Expected(SchemaNode schema) => schema switch
    {
        ScalarSchema => "a single value",
        ListSchema => "a list in [ ]",
        _ => "a section in { }",
    };
}
