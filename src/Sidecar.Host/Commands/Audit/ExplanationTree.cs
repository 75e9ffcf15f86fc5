using Sidecar.Domain.Audit;
using Sidecar.Domain.Door;
using Sidecar.Host.Audit.Explaining;
using Spectre.Console;

namespace Sidecar.Host.Commands.Audit;

/// <summary>An explained walk as a tree for a terminal.</summary>
internal static class ExplanationTree
{
    public static Tree Of(WalkExplanation walk)
    {
        var outline = ExplanationOutline.Of(walk);
        var tree = new Tree(Line(outline));
        Add(tree, outline);
        return tree;
    }

    private static void Add(IHasTreeNodes node, OutlineLine line)
    {
        foreach (var beneath in line.Beneath)
            Add(node.AddNode(Line(beneath)), beneath);
    }

    // A text that a client chose must not control the operator's terminal.
    private static Text Line(OutlineLine line) =>
        new(Printable.Of(line.Causer is { } id ? $"{line.Text} -> audit explain {id}" : line.Text));
}
