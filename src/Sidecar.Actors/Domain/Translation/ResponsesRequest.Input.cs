using System.Text.Json;

namespace Sidecar.Domain.Translation;

// Items become messages: the assistant's text and the tool calls after it form one message, and so do the system items at the beginning,
// because many templates accept only one system message.
internal sealed partial class ResponsesRequest
{
    private readonly List<JsonElement> _calls = [];
    private readonly List<(JsonElement Item, string Path)> _shown = [];
    private bool _hasAssistant;

    private void WriteInput()
    {
        _text.Clear();
        if (root.TryGet("instructions", out var instructions))
        {
            if (instructions.ValueKind == JsonValueKind.String)
                _text.AddParagraph(instructions);
            else
                obstacles.Add("instructions");
        }
        if (root.IsText("input", out var prompt))
        {
            EndSystem();
            WriteText("user"u8, prompt);
        }
        else if (root.IsList("input", out var items))
            WriteItems(items);
        else
            obstacles.Add("input");
    }

    private void WriteItems(JsonElement items)
    {
        var (i, isSystem) = (0, true);
        foreach (var item in items.EnumerateArray())
        {
            var path = $"input[{i++}]";
            if (IsMoreTools(item))
                continue;
            if (isSystem && IsOfSystem(item))
            {
                AddTexts(item, path);
                continue;
            }
            if (isSystem)
                EndSystem();
            isSystem = false;
            WriteItem(item, path);
        }
        if (isSystem)
            EndSystem();
        EndAssistant();
        ShowAll();
    }

    private static bool IsOfSystem(JsonElement item) =>
        (item.Is("type", "message"u8) || !item.TryGet("type", out _)) && (item.Is("role", "system"u8) || item.Is("role", "developer"u8));

    private void EndSystem()
    {
        if (_text.IsEmpty)
            return;
        WriteRole("system"u8);
        json.WritePropertyName("content"u8);
        _text.WriteTo(json);
        json.WriteEndObject();
    }

    private void WriteItem(JsonElement item, string path)
    {
        if (_shown.Count > 0 && !IsResult(item))
            ShowAll();
        if (item.Is("type", "message"u8) || !item.TryGet("type", out var type))
            WriteMessage(item, path);
        else if (item.Is("type", "function_call"u8))
        {
            obstacles.AddUnknown(item, path, "type", "id", "call_id", "name", "arguments", "parsed_arguments", "status",
                "namespace");
            BeginAssistant();
            _calls.Add(item);
        }
        else if (item.Is("type", "custom_tool_call"u8))
        {
            obstacles.AddUnknown(item, path, "type", "id", "call_id", "name", "input", "status", "namespace");
            BeginAssistant();
            _calls.Add(item);
        }
        else if (IsResult(item))
        {
            EndAssistant();
            WriteOutput(item, path);
        }
        // Chat messages have no field for reasoning.
        else if (!item.Is("type", "reasoning"u8))
            obstacles.Add(path + ".type", type);
    }

    private static bool IsResult(JsonElement item) =>
        item.Is("type", "function_call_output"u8) || item.Is("type", "custom_tool_call_output"u8);

    private void WriteMessage(JsonElement item, string path)
    {
        obstacles.AddUnknown(item, path, "type", "id", "role", "content", "status", "phase");
        if (item.Is("role", "assistant"u8))
        {
            if (_calls.Count > 0)
                EndAssistant();
            BeginAssistant();
            AddTexts(item, path);
            return;
        }
        EndAssistant();
        if (IsOfSystem(item))
        {
            AddTexts(item, path);
            EndSystem();
        }
        else if (!item.Is("role", "user"u8))
            obstacles.Add(path + ".role");
        else if (item.IsText("content", out var text))
            WriteText("user"u8, text);
        else if (item.IsList("content", out var parts))
            WriteUser(parts, path);
        else
            obstacles.Add(path + ".content");
    }

    private void AddTexts(JsonElement item, string path)
    {
        if (item.IsText("content", out var whole))
            _text.AddParagraph(whole);
        else if (item.IsList("content", out var parts))
        {
            var i = 0;
            foreach (var part in parts.EnumerateArray())
            {
                if (IsText(part, out var text) || part.IsText("refusal", out text))
                    _text.AddParagraph(text);
                else
                    AddObstacle(part, $"{path}.content[{i}]");
                i++;
            }
        }
        else
            obstacles.Add(path + ".content");
    }

    private void WriteText(ReadOnlySpan<byte> role, JsonElement text)
    {
        WriteRole(role);
        json.Copy("content"u8, text);
        json.WriteEndObject();
    }

    private void WriteRole(ReadOnlySpan<byte> role)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
    }

    private static bool IsText(JsonElement part, out JsonElement text)
    {
        text = default;
        return (part.Is("type", "input_text"u8) || part.Is("type", "output_text"u8) || part.Is("type", "text"u8))
            && part.IsText("text", out text);
    }

    private void AddObstacle(JsonElement part, string path)
    {
        var isNamed = part.IsText("type", out var type);
        obstacles.Add(isNamed ? path + ".type" : path, isNamed ? type : default);
    }
}
