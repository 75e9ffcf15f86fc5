using System.Text.Json;

namespace Sidecar.Domain.Translation;

// In chat, the assistant's text and the tool calls after it are one message.
internal sealed partial class ResponsesRequest
{
    private void BeginAssistant()
    {
        if (!_hasAssistant)
            _text.Clear();
        _hasAssistant = true;
    }

    private void EndAssistant()
    {
        if (!_hasAssistant)
            return;
        _hasAssistant = false;
        WriteRole("assistant"u8);
        json.WritePropertyName("content"u8);
        if (_text.IsEmpty && _calls.Count > 0)
            json.WriteNullValue();
        else
            _text.WriteTo(json);
        if (_calls.Count > 0)
            WriteCalls();
        json.WriteEndObject();
        _text.Clear();
    }

    private void WriteCalls()
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in _calls)
        {
            json.WriteStartObject();
            Copy(call, "call_id", "id"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            WriteName(call, call.IsText("namespace", out var space) ? space.GetString()! : "");
            if (call.IsText("input", out var input))
                json.WriteString("arguments"u8, Wrapped(input));
            else
                Copy(call, "arguments", "arguments"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        _calls.Clear();
    }

    private static byte[] Wrapped(JsonElement input) => [.. "{\"input\":"u8, .. input.Raw(), .. "}"u8];
}
