using System.Globalization;
using System.Text;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Conventions;

/// <summary>The drawing of the folders in ARCHITECTURE.md matches the code. <c>./draw-folders</c> redraws it.</summary>
public sealed class FolderDrawing
{
    private const string Begin = "<!-- made by ./draw-folders -->\n";
    private const string End = "<!-- end of the drawing -->\n";

    [Fact]
    public void the_drawing_of_the_folders_is_current()
    {
        var path = Path.Combine(Repository.Root, "ARCHITECTURE.md");
        var page = File.ReadAllText(path);
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, "the marks of the drawing are missing in ARCHITECTURE.md");
        var drawing = Draw();
        if (Environment.GetEnvironmentVariable("SIDECAR_DRAW_FOLDERS") is not null)
            File.WriteAllText(path, page[..from] + drawing + page[to..]);
        else
            Assert.True(page[from..to] == drawing,
                "the folders refer to each other otherwise than ARCHITECTURE.md shows: run ./draw-folders");
    }

    private static string Draw()
    {
        var references = Folders.References().Select(r => r.Key).ToList();
        var folders = references.SelectMany(r => new[] { r.From, r.To }).Distinct().ToList();
        var text = new StringBuilder("```mermaid\nflowchart TB\n");
        foreach (var layer in Folders.Layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"  subgraph {layer}\n");
            foreach (var folder in folders.Where(f => f.Layer == layer).OrderBy(f => f.Name, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture,
                    $"    {Id(folder)}[{(folder.Name == Folders.Root ? "SidecarActors, RequestGate" : folder.Name)}]\n");
            text.Append("  end\n");
        }
        foreach (var (from, to) in Circles.WithoutImplied(references).Select(r => (Id(r.From), Id(r.To))).Order())
            text.Append(CultureInfo.InvariantCulture, $"  {from} --> {to}\n");
        return text.Append("```\n").ToString();
    }

    private static string Id(Folder folder) => $"{folder.Layer}_{(folder.Name == Folders.Root ? "Root" : folder.Name)}";
}
