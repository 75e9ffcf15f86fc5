using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal sealed partial class ResponsesRequest
{
    private readonly List<string> _namespaces = [];

    /// <summary>In the order in which they are given.</summary>
    public IReadOnlyList<string> Namespaces => _namespaces;

    /// <summary>A search on the web that is offered among tools of the client's own: they are of use without it.</summary>
    public string? LeftOut { get; private set; }

    private void WriteTools()
    {
        if (!root.IsList("tools", out var tools) || tools.GetArrayLength() == 0)
            return;
        var mayLeaveOut = !root.TryGet("tool_choice", out _) || root.Is("tool_choice", "auto"u8);
        var isAmongOthers = mayLeaveOut && tools.EnumerateArray().Any(tool => tool.Is("type", "function"u8));
        json.WriteStartArray("tools"u8);
        var i = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var path = $"tools[{i++}]";
            if (isAmongOthers && tool.Is("type", "web_search"u8))
                LeftOut = path + " (web_search)";
            else if (tool.Is("type", "namespace"u8) && tool.IsText("name", out var name) && tool.IsList("tools", out var inner))
                WriteNamespace(name.GetString()!, inner, path);
            else
                WriteTool(tool, path, "");
        }
        json.WriteEndArray();
        Copy(root, "parallel_tool_calls", "parallel_tool_calls"u8);
        if (root.TryGet("tool_choice", out var choice))
            WriteChoice(choice);
    }

    private void WriteNamespace(string name, JsonElement tools, string path)
    {
        _namespaces.Add(name);
        var i = 0;
        foreach (var tool in tools.EnumerateArray())
            WriteTool(tool, $"{path}.tools[{i++}]", name);
    }

    private void WriteTool(JsonElement tool, string path, string space)
    {
        // Any other type is run by OpenAI, or known to OpenAI's models alone.
        if (!tool.Is("type", "function"u8))
            obstacles.Add(path + ".type", tool.IsText("type", out var type) ? type : default);
        if (tool.IsTrue("defer_loading"))
            obstacles.Add(path + ".defer_loading");
        obstacles.AddUnknown(tool, path, "type", "name", "description", "parameters", "strict", "defer_loading", "output_schema");
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        WriteName(tool, space);
        Copy(tool, "description", "description"u8);
        Copy(tool, "parameters", "parameters"u8);
        Copy(tool, "strict", "strict"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteName(JsonElement tool, string space)
    {
        if (space.Length == 0)
            Copy(tool, "name", "name"u8);
        else if (tool.IsText("name", out var name))
            json.WriteString("name"u8, space + AnswerFacts.Separator + name.GetString());
    }

    private void WriteChoice(JsonElement choice)
    {
        if (choice.ValueKind == JsonValueKind.String)
            json.Copy("tool_choice"u8, choice);
        else if (choice.Is("type", "function"u8) && choice.IsText("name", out var name))
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.Copy("name"u8, name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
            obstacles.Add("tool_choice.type", choice.IsText("type", out var type) ? type : default);
    }
}
