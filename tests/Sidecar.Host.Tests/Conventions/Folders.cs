using Sidecar.Host.Hosting;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>The folders of src as nodes: one for each top folder of Host, of the shells and of Domain, its subfolders included.</summary>
internal static class Folders
{
    public const string Root = "(root)";

    private static readonly Lazy<NamespaceGraph> Built = new(() =>
        NamespaceGraph.Of(typeof(SidecarActors).Assembly.Location, typeof(SidecarServer).Assembly.Location));

    public static NamespaceGraph Graph => Built.Value;

    /// <summary>From Host down: a folder may refer to folders of its own layer and of those after it.</summary>
    public static IReadOnlyList<string> Layers { get; } = ["Host", "Actors", "Domain"];

    /// <summary>Each pair of folders of which the first refers to the second, with the types that do so.</summary>
    public static ILookup<(Folder From, Folder To), string> References() => Graph.References
        .SelectMany(r => r.Because.Select(because => (From: FolderOf(r.From), To: FolderOf(r.To), because)))
        .Where(r => r.From != r.To)
        .ToLookup(r => (r.From, r.To), r => r.because);

    public static Folder FolderOf(string name)
    {
        var parts = name.Split('.');
        return parts switch
        {
            [_, "Host", ..] => new Folder("Host", parts.ElementAtOrDefault(2) ?? Root),
            [_, "Domain", ..] => new Folder("Domain", parts.ElementAtOrDefault(2) ?? Root),
            _ => new Folder("Actors", parts.ElementAtOrDefault(1) ?? Root),
        };
    }
}

internal sealed record Folder(string Layer, string Name)
{
    public override string ToString() => $"{Layer}/{Name}";
}
