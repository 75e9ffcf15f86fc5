using System.Buffers;
using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>
/// One of Sidecar's own errors, with the fields of OpenAI's error object. It is written in the client's dialect.
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
    /// One event of a stream, blank line included: chat clients recognise errors by the <c>error</c> member, the other two by the event's
    /// name.
    /// </summary>
    /// <param name="dialect">The client's dialect.</param>
    /// <param name="requestId">The id by which the operator finds the walk.</param>
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

    // The API reference puts the fields at the top level, where OpenAI's own SDKs look; the AI SDK expects them inside "error", as OpenAI
    // really sends them.
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
