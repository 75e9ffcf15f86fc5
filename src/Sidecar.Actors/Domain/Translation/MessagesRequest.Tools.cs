using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal sealed partial class MessagesRequest
{
    private void WriteTools()
    {
        if (!root.IsList("tools", out var tools) || tools.GetArrayLength() == 0)
            return;
        json.WriteStartArray("tools"u8);
        var i = 0;
        foreach (var tool in tools.EnumerateArray())
            WriteTool(tool, i++);
        json.WriteEndArray();
        if (root.TryGet("tool_choice", out var choice))
            WriteChoice(choice);
    }

    private void WriteTool(JsonElement tool, int index)
    {
        // Anthropic runs tools of any other type itself, or only its models know them by name.
        if (tool.TryGet("type", out var type) && !tool.Is("type", "custom"u8))
            obstacles.Add($"tools[{index}].type", type);
        if (tool.IsTrue("defer_loading"))
            obstacles.Add($"tools[{index}].defer_loading");
        obstacles.AddUnknown(tool, $"tools[{index}]", "type", "name", "description", "input_schema", "strict", "cache_control",
            "eager_input_streaming", "defer_loading");
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        CopyOf(tool, "name", "name"u8);
        CopyOf(tool, "description", "description"u8);
        CopyOf(tool, "input_schema", "parameters"u8);
        CopyOf(tool, "strict", "strict"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteChoice(JsonElement choice)
    {
        obstacles.AddUnknown(choice, "tool_choice", "type", "name", "disable_parallel_tool_use");
        if (choice.Is("type", "auto"u8))
            json.WriteString("tool_choice"u8, "auto"u8);
        else if (choice.Is("type", "any"u8))
            json.WriteString("tool_choice"u8, "required"u8);
        else if (choice.Is("type", "none"u8))
            json.WriteString("tool_choice"u8, "none"u8);
        else if (choice.Is("type", "tool"u8) && choice.IsText("name", out var name))
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.Copy("name"u8, name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
            obstacles.Add("tool_choice.type");
        if (choice.IsTrue("disable_parallel_tool_use"))
            json.WriteBoolean("parallel_tool_calls"u8, false);
    }

    private void CopyOf(JsonElement from, string name, ReadOnlySpan<byte> chatName)
    {
        if (from.TryGet(name, out var value))
            json.Copy(chatName, value);
    }
}
