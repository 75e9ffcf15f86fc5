using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.Host.Commands.Setup.Editing;

/// <summary>JSON, also with comments, and JSON5. A segment <c>[name=value]</c> is the array's element with that member.</summary>
internal sealed class JsonAgentText : IAgentText
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public string? Get(string text, IReadOnlyList<string> path) =>
        Chain(text, path) is { Count: var count } chain && count > path.Count ? text[chain[^1].Start..chain[^1].End] : null;

    public int DepthOf(string text, IReadOnlyList<string> path) => Math.Max(0, Chain(text, path).Count - 1);

    public string Set(string text, IReadOnlyList<string> path, string value)
    {
        if (JsonTextReader.Read(text) is null)
            text = text.TrimEnd() + "{}\n";
        var chain = Chain(text, path);
        var layout = new JsonLayout(text);
        if (chain.Count > path.Count)
            return Replace(text, chain[^1].Start, chain[^1].End, layout.At(value, layout.IndentOf(chain[^1].Start)));

        var parent = chain[^1];
        var name = path[chain.Count - 1];
        foreach (var missing in path.Skip(chain.Count).Reverse())
            value = IsElement(missing) ? $"[\n  {value.ReplaceLineEndings("\n  ")}\n]"
                : $"{{\n  {JsonSerializer.Serialize(missing)}: {value.ReplaceLineEndings("\n  ")}\n}}";
        return IsElement(name) != parent.Elements is not null || (parent.Elements is null && parent.Members is null)
            ? throw new FormatException($"{string.Join('.', path.Take(chain.Count - 1))} is not what it is expected to be")
            : layout.Insert(parent, IsElement(name) ? value : $"{JsonSerializer.Serialize(name)}: {value}");
    }

    public string Remove(string text, IReadOnlyList<string> path, int kept)
    {
        var chain = Chain(text, path);
        if (chain.Count <= path.Count)
            return text;
        text = new JsonLayout(text).Cut(chain[^2], chain[^1]);
        // Sections that were added only to hold the value are removed with it.
        return path.Count - 1 > kept && Chain(text, path)[^1] is { Members.Count: 0 } or { Elements.Count: 0 }
            ? Remove(text, [.. path.SkipLast(1)], kept) : text;
    }

    public bool Same(string one, string other) => one == other || (Parsed(one) is { } a && JsonNode.DeepEquals(a, Parsed(other)));

    // The spans along the path, the root first; fewer than the path has if something is missing.
    private static List<JsonSpan> Chain(string text, IReadOnlyList<string> path)
    {
        var chain = new List<JsonSpan>();
        for (var at = JsonTextReader.Read(text); at is not null;)
        {
            chain.Add(at);
            at = chain.Count <= path.Count ? Child(text, at, path[chain.Count - 1]) : null;
        }
        return chain;
    }

    private static JsonSpan? Child(string text, JsonSpan parent, string segment)
    {
        if (!IsElement(segment))
            return parent.Members?.LastOrDefault(member => member.Name == segment)?.Value;
        var (name, value) = (segment[1..segment.IndexOf('=')], segment[(segment.IndexOf('=') + 1)..^1]);
        return parent.Elements?.FirstOrDefault(element =>
            element.Members?.LastOrDefault(member => member.Name == name)?.Value is { } found
            && text[found.Start..found.End].Trim('"', '\'') == value);
    }

    private static bool IsElement(string segment) => segment.StartsWith('[') && segment.EndsWith(']');

    private static string Replace(string text, int start, int end, string value) =>
        string.Concat(text.AsSpan(0, start), value, text.AsSpan(end));

    private static JsonNode? Parsed(string value)
    {
        try
        {
            return JsonNode.Parse(value, documentOptions: Lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
