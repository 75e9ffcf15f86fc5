using System.Buffers;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

internal sealed partial class ResponsesEvents
{
    private void WriteDelta(BlockKind kind, ReadOnlySpan<byte> text)
    {
        var head = _deltaHead.WrittenSpan;
        Output.Write(head[.._deltaNumberAt]);
        MessagesWords.WriteNumber(Output, Written);
        Output.Write(head[_deltaNumberAt..]);
        Output.Write(text);
        Output.Write(kind == BlockKind.Text ? "\",\"logprobs\":[]}\n\n"u8 : "\"}\n\n"u8);
        Written++;
    }

    // What the open item's deltas begin with, but for their number.
    private void WriteDeltaHead(BlockKind kind)
    {
        var type = kind switch
        {
            BlockKind.Tool => "response.function_call_arguments.delta"u8,
            BlockKind.FreeTool => "response.custom_tool_call_input.delta"u8,
            BlockKind.Reasoning => "response.reasoning_summary_text.delta"u8,
            BlockKind.Refusal => "response.refusal.delta"u8,
            _ => "response.output_text.delta"u8,
        };
        _deltaHead.ResetWrittenCount();
        BeginEvent(_deltaHead, type);
        _deltaNumberAt = _deltaHead.WrittenCount;
        WriteItemPlace(_deltaHead, kind);
        _deltaHead.Write(",\"delta\":\""u8);
    }

    private void WriteDone(BlockKind kind, ReadOnlySpan<byte> text)
    {
        BeginEvent(kind switch
        {
            BlockKind.Tool => "response.function_call_arguments.done"u8,
            BlockKind.FreeTool => "response.custom_tool_call_input.done"u8,
            BlockKind.Reasoning => "response.reasoning_summary_text.done"u8,
            BlockKind.Refusal => "response.refusal.done"u8,
            _ => "response.output_text.done"u8,
        });
        WriteItemPlace(Output, kind);
        Output.Write(kind switch
        {
            BlockKind.Tool => ",\"arguments\":\""u8,
            BlockKind.FreeTool => ",\"input\":\""u8,
            BlockKind.Refusal => ",\"refusal\":\""u8,
            _ => ",\"text\":\""u8,
        });
        Output.Write(text);
        Output.Write(kind == BlockKind.Text ? "\",\"logprobs\":[]"u8 : "\""u8);
        if (kind == BlockKind.Tool)
            _response.WriteToolName(Output);
        EndEvent();
    }

    private void WriteResponse(ResponseStatus status, TokenUsage usage, OwnError? error = null)
    {
        Output.Write(",\"response\":"u8);
        _response.Write(Output, status, Finish, usage, CreatedAt, error);
        EndEvent();
    }

    private void BeginPart(BlockKind kind, ReadOnlySpan<byte> what)
    {
        Output.Write("event: "u8);
        WritePartName(kind, what);
        Output.Write("\ndata: {\"type\":\""u8);
        WritePartName(kind, what);
        Output.Write("\",\"sequence_number\":"u8);
        MessagesWords.WriteNumber(Output, Written);
        WriteItemPlace(Output, kind);
        Output.Write(",\"part\":"u8);
    }

    private void WritePartName(BlockKind kind, ReadOnlySpan<byte> what)
    {
        Output.Write(kind == BlockKind.Reasoning ? "response.reasoning_summary_part."u8 : "response.content_part."u8);
        Output.Write(what);
    }

    private void BeginEvent(ReadOnlySpan<byte> type)
    {
        BeginEvent(Output, type);
        MessagesWords.WriteNumber(Output, Written);
    }

    private static void BeginEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: {\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"sequence_number\":"u8);
    }

    private void EndEvent()
    {
        Output.Write("}\n\n"u8);
        Written++;
    }

    private void WritePlace(IBufferWriter<byte> output)
    {
        output.Write(",\"output_index\":"u8);
        MessagesWords.WriteNumber(output, _response.Index);
    }

    private void WriteItemPlace(IBufferWriter<byte> output, BlockKind kind)
    {
        output.Write(",\"item_id\":\""u8);
        _response.WriteItemId(output);
        output.Write("\""u8);
        WritePlace(output);
        if (kind == BlockKind.Reasoning)
            output.Write(",\"summary_index\":0"u8);
        else if (kind is not (BlockKind.Tool or BlockKind.FreeTool))
            output.Write(",\"content_index\":0"u8);
    }
}
