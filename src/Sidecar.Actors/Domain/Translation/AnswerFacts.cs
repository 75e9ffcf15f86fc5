using System.Text;

namespace Sidecar.Domain.Translation;

/// <summary>What a translated answer needs besides the upstream's answer.</summary>
/// <param name="RequestId">Source of the answer's ids: the upstream's own ids are of no use to a client that cannot look them up.</param>
/// <param name="Model">As the client named it.</param>
/// <param name="ShowsReasoning">The client asked to see it.</param>
/// <param name="Namespaces">The tools' namespaces: chat puts them in front of the tools' names, and they are split off again.</param>
/// <param name="FreeTools">The names of tools whose input is free text.</param>
internal sealed record AnswerFacts(
    string RequestId, string Model, bool ShowsReasoning, IReadOnlyList<string>? Namespaces = null, IReadOnlyList<string>? FreeTools = null)
{
    /// <summary>When the client asked, in seconds since 1970: what an answer is dated by whose upstream says no time.</summary>
    public long AskedAt { get; init; }

    /// <summary>The name of the single function argument that carries such a text.</summary>
    public const string FreeInput = "input";

    public bool IsFree(ReadOnlySpan<byte> tool)
    {
        foreach (var name in FreeTools ?? [])
            if (tool.SequenceEqual(Encoding.UTF8.GetBytes(name)))
                return true;
        return false;
    }

    /// <summary>The namespace at the beginning of a tool's name; empty: none.</summary>
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
