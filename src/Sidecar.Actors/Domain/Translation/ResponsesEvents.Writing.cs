using System.Buffers;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

internal sealed partial class ResponsesEvents
{
    private void WriteDelta(BlockKind kind, ReadOnlySpan<byte> text)
    {
        BeginEvent(kind switch
        {
            BlockKind.Tool => "response.function_call_arguments.delta"u8,
            BlockKind.FreeTool => "response.custom_tool_call_input.delta"u8,
            BlockKind.Reasoning => "response.reasoning_summary_text.delta"u8,
            BlockKind.Refusal => "response.refusal.delta"u8,
            _ => "response.output_text.delta"u8,
        });
        WriteItemPlace(kind);
        Output.Write(",\"delta\":\""u8);
        Output.Write(text);
        Output.Write(kind == BlockKind.Text ? "\",\"logprobs\":[]"u8 : "\""u8);
        EndEvent();
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
        WriteItemPlace(kind);
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
        WriteNumber();
        WriteItemPlace(kind);
        Output.Write(",\"part\":"u8);
    }

    private void WritePartName(BlockKind kind, ReadOnlySpan<byte> what)
    {
        Output.Write(kind == BlockKind.Reasoning ? "response.reasoning_summary_part."u8 : "response.content_part."u8);
        Output.Write(what);
    }

    private void BeginEvent(ReadOnlySpan<byte> type)
    {
        Output.Write("event: "u8);
        Output.Write(type);
        Output.Write("\ndata: {\"type\":\""u8);
        Output.Write(type);
        WriteNumber();
    }

    private void WriteNumber()
    {
        Output.Write("\",\"sequence_number\":"u8);
        MessagesWords.WriteNumber(Output, Written);
    }

    private void EndEvent()
    {
        Output.Write("}\n\n"u8);
        Written++;
    }

    private void WritePlace()
    {
        Output.Write(",\"output_index\":"u8);
        MessagesWords.WriteNumber(Output, _response.Index);
    }

    private void WriteItemPlace(BlockKind kind)
    {
        Output.Write(",\"item_id\":\""u8);
        _response.WriteItemId(Output);
        Output.Write("\""u8);
        WritePlace();
        if (kind == BlockKind.Reasoning)
            Output.Write(",\"summary_index\":0"u8);
        else if (kind is not (BlockKind.Tool or BlockKind.FreeTool))
            Output.Write(",\"content_index\":0"u8);
    }
}
