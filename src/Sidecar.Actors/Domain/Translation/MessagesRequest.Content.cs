using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal sealed partial class MessagesRequest
{
    private void WriteSystem()
    {
        if (!root.TryGet("system", out var system))
            return;
        WriteRole("system"u8);
        _parts.Begin(isList: false);
        AddTexts(system, "system");
        _parts.End();
        json.WriteEndObject();
    }

    private void WriteMessages()
    {
        if (!root.IsList("messages", out var messages))
        {
            obstacles.Add("messages");
            return;
        }
        var i = 0;
        var lastIsAssistant = false;
        foreach (var message in messages.EnumerateArray())
        {
            var path = $"messages[{i++}]";
            obstacles.AddUnknown(message, path, "role", "content", "id");
            lastIsAssistant = message.Is("role", "assistant"u8);
            if (!message.TryGet("content", out var content))
                obstacles.Add(path + ".content");
            else if (lastIsAssistant)
                WriteAssistant(content, path);
            else if (message.Is("role", "user"u8))
                WriteUser(content, path);
            else if (message.Is("role", "system"u8))
                WriteTexts("system"u8, content, path + ".content");
            else
                obstacles.Add(path + ".role");
        }
        // The beginning of an answer that the model is to continue; a chat API would take it for a finished turn.
        if (lastIsAssistant)
            obstacles.Add($"messages[{i - 1}].role (an assistant's message at the end)");
    }

    private void WriteTexts(ReadOnlySpan<byte> role, JsonElement content, string path)
    {
        WriteRole(role);
        _parts.Begin(isList: false);
        AddTexts(content, path);
        _parts.End();
        json.WriteEndObject();
    }

    private void AddTexts(JsonElement content, string path)
    {
        if (content.ValueKind == JsonValueKind.String)
            _parts.AddText(content);
        else if (content.ValueKind != JsonValueKind.Array)
            obstacles.Add(path);
        else
        {
            var i = 0;
            foreach (var block in content.EnumerateArray())
            {
                if (block.Is("type", "text"u8) && block.IsText("text", out var text))
                    _parts.AddText(text);
                else
                    AddObstacle(block, $"{path}[{i}]");
                i++;
            }
        }
    }

    private void WriteAssistant(JsonElement content, string path)
    {
        WriteRole("assistant"u8);
        if (content.ValueKind == JsonValueKind.String)
        {
            json.Copy("content"u8, content);
            json.WriteEndObject();
            return;
        }
        var (calls, i) = (0, 0);
        _text.Clear();
        foreach (var block in Blocks(content, path))
        {
            if (block.Is("type", "text"u8) && block.IsText("text", out var text))
                _text.AddParagraph(text);
            else if (block.Is("type", "tool_use"u8))
                calls++;
            // Chat messages have no field for thinking; Anthropic itself ignores that of earlier turns.
            else if (!block.Is("type", "thinking"u8) && !block.Is("type", "redacted_thinking"u8))
                AddObstacle(block, $"{path}.content[{i}]");
            i++;
        }
        json.WritePropertyName("content"u8);
        if (_text.IsEmpty && calls > 0)
            json.WriteNullValue();
        else
            _text.WriteTo(json);
        if (calls > 0)
            WriteCalls(content);
        json.WriteEndObject();
    }

    private void WriteCalls(JsonElement content)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var block in content.EnumerateArray())
        {
            if (!block.Is("type", "tool_use"u8))
                continue;
            json.WriteStartObject();
            CopyOf(block, "id", "id"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            CopyOf(block, "name", "name"u8);
            json.WriteString("arguments"u8, block.TryGet("input", out var input) ? input.Raw() : "{}"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private JsonElement.ArrayEnumerator Blocks(JsonElement content, string path)
    {
        if (content.ValueKind == JsonValueKind.Array)
            return content.EnumerateArray();
        obstacles.Add(path + ".content");
        return default;
    }

    private void WriteRole(ReadOnlySpan<byte> role)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
    }

    private void AddObstacle(JsonElement block, string path)
    {
        var isNamed = block.IsText("type", out var type);
        obstacles.Add(isNamed ? path + ".type" : path, isNamed ? type : default);
    }
}
