using System.Buffers;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>A chat stream as the events of a response. The last events repeat the content, which is kept for that, up to a
/// limit.</summary>
internal sealed partial class ResponsesEvents(AnswerFacts facts) : ChatEvents(facts, ClientDialect.Responses)
{
    private readonly ResponsesObject _response = new(facts);
    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private readonly ArrayBufferWriter<byte> _deltaHead = new(256);
    private int _deltaNumberAt;
    private bool _hasBegun;

    /// <summary>Writes a whole chat answer as a response that is not streamed. False: it is not a chat answer.</summary>
    public static bool TryWriteDocument(AnswerFacts facts, ReadOnlySpan<byte> json, IUsageScanner usage, IBufferWriter<byte> output)
    {
        using var events = new ResponsesEvents(facts) { _isSilent = true };
        return events.TryRewriteWhole(json, usage, output);
    }

    private long CreatedAt => Created > 0 ? Created : Facts.AskedAt;

    // Only the response itself is wanted, without events.
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
        WritePlace(Output);
        Output.Write(",\"item\":"u8);
        _response.WriteItem(Output, default, isDone: false);
        EndEvent();
        WriteDeltaHead(_response.Kind);
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
        WritePlace(Output);
        Output.Write(",\"item\":"u8);
        _response.WriteItem(Output, text, isDone: true);
        EndEvent();
    }

    protected override void WriteEnd(TokenUsage usage)
    {
        if (_isSilent)
        {
            _response.Write(Output, StatusOf(), Finish, usage, CreatedAt, null);
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
}
