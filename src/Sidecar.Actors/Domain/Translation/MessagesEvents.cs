using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>A chat stream as the events of an Anthropic message.</summary>
internal sealed class MessagesEvents(AnswerFacts facts) : ChatEvents(facts, ClientDialect.Messages)
{
    // What every delta of the open block begins with.
    private readonly ArrayBufferWriter<byte> _deltaHead = new(128);
    private bool _hasBegun;
    private int _index = -1;

    protected override void OnPiece(BlockKind kind, ReadOnlySpan<byte> text)
    {
        Begin();
        if (kind == BlockKind.Reasoning && !Facts.ShowsReasoning)
            Write("ping"u8, "{\"type\":\"ping\"}"u8);
        else
            base.OnPiece(kind, text);
    }

    protected override void OnTool(in ToolPiece piece)
    {
        Begin();
        base.OnTool(piece);
    }

    protected override void Open(BlockKind kind, ReadOnlySpan<byte> toolId, ReadOnlySpan<byte> toolName)
    {
        _index++;
        Output.Write("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        MessagesWords.WriteNumber(Output, _index);
        Output.Write(kind switch
        {
            BlockKind.Tool => ",\"content_block\":{\"type\":\"tool_use\",\"id\":\""u8,
            BlockKind.Reasoning => ",\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n"u8,
            _ => ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"u8,
        });
        if (kind == BlockKind.Tool)
        {
            Output.Write(toolId);
            Output.Write("\",\"name\":\""u8);
            Output.Write(toolName);
            Output.Write("\",\"input\":{},\"caller\":{\"type\":\"direct\"}}}\n\n"u8);
        }
        Written++;
        WriteDeltaHead(kind);
    }

    protected override void Add(BlockKind kind, ReadOnlySpan<byte> text)
    {
        Output.Write(_deltaHead.WrittenSpan);
        Output.Write(text);
        Output.Write("\"}}\n\n"u8);
        Written++;
    }

    protected override void Close(BlockKind kind)
    {
        Output.Write("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        MessagesWords.WriteNumber(Output, _index);
        Output.Write("}\n\n"u8);
        Written++;
    }

    protected override void WriteEnd(TokenUsage usage)
    {
        Begin();
        Output.Write("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""u8);
        var isStopText = StopText.Length > 0 && Finish.AsSpan().SequenceEqual("stop"u8);
        Output.Write(MessagesWords.StopReason(Finish, HasTools, HasRefusal, isStopText));
        Output.Write("\",\"stop_sequence\":"u8);
        if (isStopText)
        {
            Output.Write("\""u8);
            Output.Write(StopText);
            Output.Write("\""u8);
        }
        else
            Output.Write("null"u8);
        Output.Write("},\"usage\":"u8);
        MessagesWords.WriteUsage(Output, usage);
        Output.Write("}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
        Written += 2;
    }

    private void WriteDeltaHead(BlockKind kind)
    {
        _deltaHead.ResetWrittenCount();
        _deltaHead.Write("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        MessagesWords.WriteNumber(_deltaHead, _index);
        _deltaHead.Write(kind switch
        {
            BlockKind.Tool => ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\""u8,
            BlockKind.Reasoning => ",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\""u8,
            _ => ",\"delta\":{\"type\":\"text_delta\",\"text\":\""u8,
        });
    }

    // The real input count is known only at the end; a message begins with what is known by then.
    private void Begin()
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        Output.Write("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_"u8);
        WriteEscaped(Facts.RequestId);
        Output.Write("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""u8);
        WriteEscaped(Facts.Model);
        Output.Write("\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"u8);
        MessagesWords.WriteUsage(Output, default);
        Output.Write("}}\n\n"u8);
        Written++;
    }

    private void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Output.Write("event: "u8);
        Output.Write(name);
        Output.Write("\ndata: "u8);
        Output.Write(data);
        Output.Write("\n\n"u8);
        Written++;
    }

    private void WriteEscaped(string text) =>
        Output.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
}
