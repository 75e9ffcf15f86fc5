using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal sealed partial class ResponsesRequest
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
        Copy(root, "parallel_tool_calls", "parallel_tool_calls"u8);
        if (root.TryGet("tool_choice", out var choice))
            WriteChoice(choice);
    }

    private void WriteTool(JsonElement tool, int index)
    {
        // Any other type is run by OpenAI, or known to OpenAI's models alone.
        if (!tool.Is("type", "function"u8))
            obstacles.Add($"tools[{index}].type", tool.IsText("type", out var type) ? type : default);
        obstacles.AddUnknown(tool, $"tools[{index}]", "type", "name", "description", "parameters", "strict");
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        Copy(tool, "name", "name"u8);
        Copy(tool, "description", "description"u8);
        Copy(tool, "parameters", "parameters"u8);
        Copy(tool, "strict", "strict"u8);
        json.WriteEndObject();
        json.WriteEndObject();
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
