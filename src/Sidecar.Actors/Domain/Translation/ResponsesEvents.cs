using System.Buffers;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>A chat stream as the events of a response. Its last events repeat what was said, which is kept for that, up to a
/// bound.</summary>
internal sealed class ResponsesEvents(AnswerFacts facts) : ChatEvents(facts, ClientDialect.Responses)
{
    private readonly ResponsesObject _response = new(facts);
    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private bool _hasBegun;

    /// <summary>Writes a whole chat answer as a response that is no stream. False: it is no chat answer.</summary>
    public static bool TryWriteDocument(AnswerFacts facts, ReadOnlySpan<byte> json, IUsageScanner usage, IBufferWriter<byte> output)
    {
        using var events = new ResponsesEvents(facts) { _isSilent = true };
        return events.TryRewriteWhole(json, usage, output);
    }

    // Nothing but the response itself is wanted.
    private bool _isSilent;

    protected override void OnPiece(BlockKind kind, ReadOnlySpan<byte> text)
    {
        Begin();
        base.OnPiece(kind, text);
    }

    protected override void OnTool(in ToolPiece piece)
    {
        Begin();
        base.OnTool(piece);
    }

    protected override void OnError(ReadOnlySpan<byte> json)
    {
        if (!_isSilent)
            Begin();
        base.OnError(json);
    }

    protected override void Open(BlockKind kind, ReadOnlySpan<byte> toolId, ReadOnlySpan<byte> toolName)
    {
        _text.ResetWrittenCount();
        _response.OpenItem(kind, toolId, toolName);
        if (_isSilent)
            return;
        BeginEvent("response.output_item.added"u8);
        WritePlace();
        Output.Write(",\"item\":"u8);
        _response.WriteItem(Output, default, isDone: false);
        EndEvent();
        if (kind == BlockKind.Tool)
            return;
        BeginPart(kind, "added"u8);
        _response.WritePart(Output, default);
        EndEvent();
    }

    protected override void Add(BlockKind kind, ReadOnlySpan<byte> text)
    {
        Keep(text.Length);
        if (IsTooLong)
            return;
        _text.Write(text);
        if (!_isSilent && _response.Kind != BlockKind.FreeTool)
            WriteDelta(kind, text);
    }

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

    protected override void Close(BlockKind kind)
    {
        kind = _response.Kind;
        var text = kind == BlockKind.FreeTool ? FreeText.Read(_text.WrittenSpan) : _text.WrittenSpan;
        _response.CloseItem(text);
        if (_isSilent)
            return;
        if (kind == BlockKind.FreeTool && !text.IsEmpty)
            WriteDelta(kind, text);
        WriteDone(kind, text);
        if (kind is not (BlockKind.Tool or BlockKind.FreeTool))
        {
            BeginPart(kind, "done"u8);
            _response.WritePart(Output, text);
            EndEvent();
        }
        BeginEvent("response.output_item.done"u8);
        WritePlace();
        Output.Write(",\"item\":"u8);
        _response.WriteItem(Output, text, isDone: true);
        EndEvent();
    }

    protected override void WriteEnd(TokenUsage usage)
    {
        if (_isSilent)
        {
            _response.Write(Output, StatusOf(), Finish, usage, Created, null);
            return;
        }
        Begin();
        BeginEvent(StatusOf() == ResponseStatus.Completed ? "response.completed"u8 : "response.incomplete"u8);
        WriteResponse(StatusOf(), usage);
    }

    protected override void WriteAfterError(OwnError error)
    {
        if (_isSilent)
            return;
        BeginEvent("response.failed"u8);
        WriteResponse(ResponseStatus.Failed, default, error);
    }

    private ResponseStatus StatusOf() =>
        Finish.AsSpan().SequenceEqual("length"u8) || Finish.AsSpan().SequenceEqual("content_filter"u8)
            ? ResponseStatus.Incomplete : ResponseStatus.Completed;

    private void Begin()
    {
        if (_hasBegun || _isSilent)
            return;
        _hasBegun = true;
        BeginEvent("response.created"u8);
        WriteResponse(ResponseStatus.InProgress, default);
        BeginEvent("response.in_progress"u8);
        WriteResponse(ResponseStatus.InProgress, default);
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
        _response.Write(Output, status, Finish, usage, Created, error);
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
