using Sidecar.Host.Tests.Kit;
using YamlDotNet.RepresentationModel;

namespace Sidecar.Host.Tests.Deploy;

/// <summary>Reads those files of the repository that users apply.</summary>
internal static class DeployedFile
{
    public static string PathOf(string file) => Path.Combine(Repository.Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The single document of a YAML file.</summary>
    public static YamlMappingNode Yaml(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(file)));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>The node under these keys, or null if there is none.</summary>
    public static YamlNode? At(this YamlNode node, params string[] keys)
    {
        YamlNode? here = node;
        foreach (var key in keys)
            here = here is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var next) ? next : null;
        return here;
    }

    public static IEnumerable<(string Key, YamlNode Value)> Members(this YamlNode? node) =>
        (node as YamlMappingNode ?? []).Children.Select(member => (((YamlScalarNode)member.Key).Value!, member.Value));

    /// <summary>The texts in a list.</summary>
    public static IReadOnlyList<string> Texts(this YamlNode? node) =>
        [.. (node as YamlSequenceNode ?? []).Children.Select(item => ((YamlScalarNode)item).Value!)];

    public static string Text(this YamlNode? node) => Assert.IsType<YamlScalarNode>(node).Value!;
}
