using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>Reads a YAML file, and values from its tree. Throws <see cref="FormatException"/> with file and line.</summary>
internal static class YamlFile
{
    // Nobody's configuration is as deep; the tree is built by recursion.
    private const int Deepest = 64;

    public static YamlMappingNode Read(string text, string file)
    {
        try
        {
            RefuseDepth(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root ? root
                : throw new FormatException($"{file}: holds no keys");
        }
        catch (YamlException fault)
        {
            throw new FormatException($"{file}:{fault.Start.Line}: is not valid YAML", fault);
        }
    }

    /// <summary>A single value; null: there is none. What stands there by <c>${…}</c> or anchors is taken as it is.</summary>
    public static string? Text(this YamlNode? node, string key) =>
        node.Find(key) is YamlScalarNode { Value: { Length: > 0 } text } && text is not ("null" or "~") ? text : null;

    public static YamlNode? Find(this YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode list ? list.Children : [];

    /// <summary>Keys and single values of a section.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode? node) =>
        node is YamlMappingNode map
            ? map.Children.Where(each => each.Key is YamlScalarNode)
                .Select(each => (((YamlScalarNode)each.Key).Value ?? "", each.Value)) : [];

    private static void RefuseDepth(string text, string file)
    {
        var events = new Parser(new StringReader(text));
        for (var depth = 0; events.MoveNext();)
            if ((depth += events.Current!.NestingIncrease) > Deepest)
                throw new FormatException($"{file}:{events.Current.Start.Line}: is nested more than {Deepest} deep");
    }
}
