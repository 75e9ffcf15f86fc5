using System.Buffers;
using System.Text.Json;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

internal sealed partial class ResponsesObject
{
    public void Write(
        IBufferWriter<byte> output, ResponseStatus status, ReadOnlySpan<byte> finish, TokenUsage usage, long created, OwnError? error)
    {
        output.Write("{\"id\":\"resp_"u8);
        output.Write(_id.EncodedUtf8Bytes);
        output.Write("\",\"object\":\"response\",\"created_at\":"u8);
        MessagesWords.WriteNumber(output, created);
        output.Write(status switch
        {
            ResponseStatus.InProgress => ",\"status\":\"in_progress\""u8,
            ResponseStatus.Incomplete => ",\"status\":\"incomplete\""u8,
            ResponseStatus.Failed => ",\"status\":\"failed\""u8,
            _ => ",\"status\":\"completed\""u8,
        });
        WriteError(output, error);
        output.Write(status != ResponseStatus.Incomplete ? ",\"incomplete_details\":null"u8
            : finish.SequenceEqual("length"u8) ? ",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}"u8
            : ",\"incomplete_details\":{\"reason\":\"content_filter\"}"u8);
        output.Write(",\"background\":false,\"instructions\":null,\"max_output_tokens\":null,\"model\":\""u8);
        output.Write(_model.EncodedUtf8Bytes);
        output.Write("\",\"output\":["u8);
        if (status != ResponseStatus.InProgress)
            output.Write(_items.WrittenSpan);
        output.Write("],\"parallel_tool_calls\":true,\"previous_response_id\":null,\"reasoning\":{\"effort\":null,\"summary\":null}"u8);
        output.Write(",\"store\":false,\"temperature\":null,\"text\":{\"format\":{\"type\":\"text\"}},\"tool_choice\":\"auto\""u8);
        output.Write(",\"tools\":[],\"top_p\":null,\"truncation\":\"disabled\",\"usage\":"u8);
        if (status is ResponseStatus.InProgress or ResponseStatus.Failed || !usage.IsKnown)
            output.Write("null"u8);
        else
            WriteUsage(output, usage);
        output.Write(",\"user\":null,\"metadata\":{}}"u8);
    }

    private static void WriteError(IBufferWriter<byte> output, OwnError? error)
    {
        if (error is null)
        {
            output.Write(",\"error\":null"u8);
            return;
        }
        output.Write(",\"error\":{\"code\":\""u8);
        output.Write(JsonEncodedText.Encode(error.Code).EncodedUtf8Bytes);
        output.Write("\",\"message\":\""u8);
        output.Write(JsonEncodedText.Encode(error.Message).EncodedUtf8Bytes);
        output.Write("\"}"u8);
    }

    private static void WriteUsage(IBufferWriter<byte> output, TokenUsage usage)
    {
        output.Write("{\"input_tokens\":"u8);
        MessagesWords.WriteNumber(output, usage.Prompt ?? 0);
        output.Write(",\"input_tokens_details\":{\"cached_tokens\":"u8);
        MessagesWords.WriteNumber(output, usage.Cached ?? 0);
        output.Write("},\"output_tokens\":"u8);
        MessagesWords.WriteNumber(output, usage.Completion ?? 0);
        output.Write(",\"output_tokens_details\":{\"reasoning_tokens\":"u8);
        MessagesWords.WriteNumber(output, usage.Reasoning ?? 0);
        output.Write("},\"total_tokens\":"u8);
        MessagesWords.WriteNumber(output, usage.Total ?? (usage.Prompt ?? 0) + (usage.Completion ?? 0));
        output.Write("}"u8);
    }
}
