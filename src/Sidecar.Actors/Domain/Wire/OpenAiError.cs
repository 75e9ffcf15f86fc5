using System.Buffers;
using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Sidecar's own errors in the shape that OpenAI clients understand.</summary>
public static class OpenAiError
{
    /// <summary><c>{"error":{"message","type","code","param":null}}</c></summary>
    public static byte[] ToJson(string message, string type, string code) => Write(message, type, code, default, default);

    /// <summary>The same as one server-sent event, blank line included.</summary>
    public static byte[] ToSseEvent(string message, string type, string code) => Write(message, type, code, "data: "u8, "\n\n"u8);

    private static byte[] Write(string message, string type, string code, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        buffer.Write(before);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, message);
            json.WriteString("type"u8, type);
            json.WriteString("code"u8, code);
            json.WriteNull("param"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write(after);
        return buffer.WrittenSpan.ToArray();
    }
}
