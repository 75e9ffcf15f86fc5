using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal sealed partial class ResponsesRequest
{
    private static ReadOnlySpan<byte> OneText =>
        """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}"""u8;

    private readonly List<string> _namespaces = [];

    /// <summary>In the order in which they are given.</summary>
    public IReadOnlyList<string> Namespaces => _namespaces;

    private readonly List<string> _freeTools = [];

    public IReadOnlyList<string> FreeTools => _freeTools;

    private void WriteTools()
    {
        var lists = ToolLists();
        if (lists.Count == 0)
            return;
        json.WriteStartArray("tools"u8);
        foreach (var (tools, path) in lists)
            WriteTools(tools, path, "");
        json.WriteEndArray();
        Copy(root, "parallel_tool_calls", "parallel_tool_calls"u8);
        if (root.TryGet("tool_choice", out var choice))
            WriteChoice(choice);
    }

    // Newer models get their tools among the input items.
    private List<(JsonElement Tools, string Path)> ToolLists()
    {
        var lists = new List<(JsonElement, string)>();
        if (root.IsList("tools", out var tools) && tools.GetArrayLength() > 0)
            lists.Add((tools, "tools"));
        if (!root.IsList("input", out var items))
            return lists;
        var i = 0;
        foreach (var item in items.EnumerateArray())
        {
            if (IsMoreTools(item) && item.IsList("tools", out var more) && more.GetArrayLength() > 0)
                lists.Add((more, $"input[{i}].tools"));
            i++;
        }
        return lists;
    }

    private static bool IsMoreTools(JsonElement item) => item.Is("type", "additional_tools"u8);

    private void WriteTools(JsonElement tools, string path, string space)
    {
        var i = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var at = $"{path}[{i++}]";
            if (space.Length == 0 && tool.Is("type", "namespace"u8) && tool.IsText("name", out var name)
                && tool.IsList("tools", out var inner))
            {
                _namespaces.Add(name.GetString()!);
                WriteTools(inner, at + ".tools", name.GetString()!);
            }
            else if (tool.Is("type", "custom"u8) && tool.IsText("name", out var free))
                WriteFreeTool(tool, space.Length == 0 ? free.GetString()! : space + AnswerFacts.Separator + free.GetString(), at);
            else
                WriteTool(tool, at, space);
        }
    }

    private void WriteFreeTool(JsonElement tool, string name, string path)
    {
        obstacles.AddUnknown(tool, path, "type", "name", "description", "format");
        _freeTools.Add(name);
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, name);
        json.WriteString("description"u8, DescriptionOf(tool));
        json.WritePropertyName("parameters"u8);
        json.WriteRawValue(OneText, skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A chat API cannot enforce a grammar, so the model is told about it.
    private static string DescriptionOf(JsonElement tool)
    {
        var description = tool.IsText("description", out var told) ? told.GetString()! : "";
        return tool.TryGet("format", out var format) && format.IsText("definition", out var definition)
            ? $"{description}\n\nThe input follows this {(format.IsText("syntax", out var syntax) ? syntax.GetString() : "")} grammar:\n"
                + definition.GetString()
            : description;
    }

    private void WriteTool(JsonElement tool, string path, string space)
    {
        // OpenAI runs tools of any other type itself, or only its models know them.
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
        else if ((choice.Is("type", "function"u8) || choice.Is("type", "custom"u8)) && choice.IsText("name", out var name))
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
