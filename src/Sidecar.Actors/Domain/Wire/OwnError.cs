using System.Buffers;
using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>
/// An error of Sidecar's own, in the words of OpenAI's error object. Written in the dialect of the client that is to read it.
/// </summary>
public sealed record OwnError(int Status, string Message, string Type, string Code)
{
    /// <summary>
    /// A whole body: <c>{"error":{"message","type","code","param":null}}</c>, or Anthropic's
    /// <c>{"type":"error","error":{"type","message"},"request_id"}</c>.
    /// </summary>
    public byte[] ToJson(ClientDialect dialect, string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        WriteJson(buffer, dialect, requestId);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// One event of a stream, blank line included: chat knows errors by their <c>error</c>, the other two by the event's name.
    /// </summary>
    /// <param name="dialect">Whose stream it is.</param>
    /// <param name="requestId">What the operator finds the walk by.</param>
    /// <param name="number">How many events came before; events of the responses API are numbered.</param>
    public byte[] ToSseEvent(ClientDialect dialect, string requestId, long number = 0)
    {
        var buffer = new ArrayBufferWriter<byte>(320);
        buffer.Write(dialect == ClientDialect.Chat ? "data: "u8 : "event: error\ndata: "u8);
        if (dialect == ClientDialect.Responses)
            WriteResponsesEvent(buffer, number);
        else
            WriteJson(buffer, dialect, requestId);
        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteJson(IBufferWriter<byte> output, ClientDialect dialect, string requestId)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (dialect == ClientDialect.Messages)
        {
            json.WriteString("type"u8, "error"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, AnthropicErrorTypes.Of(Status));
            json.WriteString("message"u8, Message);
            json.WriteEndObject();
            json.WriteString("request_id"u8, requestId);
        }
        else
            WriteError(json);
        json.WriteEndObject();
    }

    // The API's reference puts the fields at the top, where OpenAI's own SDKs look; the AI SDK wants them within "error", as they
    // really come.
    private void WriteResponsesEvent(IBufferWriter<byte> output, long number)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteString("code"u8, Code);
        json.WriteString("message"u8, Message);
        json.WriteNull("param"u8);
        json.WriteNumber("sequence_number"u8, number);
        WriteError(json);
        json.WriteEndObject();
    }

    private void WriteError(Utf8JsonWriter json)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, Message);
        json.WriteString("type"u8, Type);
        json.WriteString("code"u8, Code);
        json.WriteNull("param"u8);
        json.WriteEndObject();
    }
}
