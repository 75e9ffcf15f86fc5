using System.Text;

namespace Sidecar.Domain.Translation;

/// <summary>What an answer is written with beside what the upstream said.</summary>
/// <param name="RequestId">Ids are made of it: what the upstream calls its answer is of no use to a client that cannot ask for it.</param>
/// <param name="Model">As the client named it.</param>
/// <param name="ShowsReasoning">The client asked to see it.</param>
/// <param name="Namespaces">Of tools: they stand before the tools' names, and are told apart from them.</param>
/// <param name="FreeTools">The names of tools whose input is a text of any form.</param>
internal sealed record AnswerFacts(
    string RequestId, string Model, bool ShowsReasoning, IReadOnlyList<string>? Namespaces = null, IReadOnlyList<string>? FreeTools = null)
{
    /// <summary>A function's one argument in the place of such a text.</summary>
    public const string FreeInput = "input";

    public bool IsFree(ReadOnlySpan<byte> tool)
    {
        foreach (var name in FreeTools ?? [])
            if (tool.SequenceEqual(Encoding.UTF8.GetBytes(name)))
                return true;
        return false;
    }

    /// <summary>The namespace that a tool's name begins with; empty: none.</summary>
    public string NamespaceOf(ReadOnlySpan<byte> tool)
    {
        foreach (var name in Namespaces ?? [])
            if (tool.Length > name.Length + Separator.Length && tool.StartsWith(Encoding.UTF8.GetBytes(name + Separator)))
                return name;
        return "";
    }

    /// <summary>Between a tool's namespace and its name.</summary>
    public const string Separator = "__";
}
