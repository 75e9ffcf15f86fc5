using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>The response object that the events describe: its items so far, and how it is written.</summary>
internal sealed partial class ResponsesObject(AnswerFacts facts)
{
    private readonly ArrayBufferWriter<byte> _items = new(1024);
    private readonly JsonEncodedText _id = JsonEncodedText.Encode(facts.RequestId, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    private readonly JsonEncodedText _model = JsonEncodedText.Encode(facts.Model, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    private BlockKind _kind;
    private byte[] _callId = [];
    private byte[] _name = [];
    private string _namespace = "";

    /// <summary>The kind of the open item, or of the last one.</summary>
    public BlockKind Kind => _kind;

    /// <summary>The index of the open item, or of the last one.</summary>
    public int Index { get; private set; } = -1;

    public void OpenItem(BlockKind kind, ReadOnlySpan<byte> callId, ReadOnlySpan<byte> name)
    {
        Index++;
        _namespace = facts.NamespaceOf(name);
        var before = _namespace.Length == 0 ? 0 : Encoding.UTF8.GetByteCount(_namespace) + AnswerFacts.Separator.Length;
        (_kind, _callId, _name) = (kind, callId.ToArray(), name[before..].ToArray());
        if (kind == BlockKind.Tool && facts.IsFree(name))
            _kind = BlockKind.FreeTool;
    }

    public void CloseItem(ReadOnlySpan<byte> text)
    {
        if (Index > 0)
            _items.Write(","u8);
        WriteItem(_items, text, isDone: true);
    }

    public void WriteItemId(IBufferWriter<byte> output)
    {
        output.Write(_kind switch
        {
            BlockKind.Tool => "fc_"u8,
            BlockKind.FreeTool => "ctc_"u8,
            BlockKind.Reasoning => "rs_"u8,
            _ => "msg_"u8,
        });
        output.Write(_id.EncodedUtf8Bytes);
        output.Write("_"u8);
        MessagesWords.WriteNumber(output, Index);
    }

    public void WriteToolName(IBufferWriter<byte> output)
    {
        output.Write(",\"name\":\""u8);
        output.Write(_name);
        output.Write("\""u8);
    }

    /// <param name="text">Still escaped; empty for an item that only begins.</param>
    public void WriteItem(IBufferWriter<byte> output, ReadOnlySpan<byte> text, bool isDone)
    {
        output.Write("{\"id\":\""u8);
        WriteItemId(output);
        if (_kind == BlockKind.Reasoning)
        {
            output.Write("\",\"type\":\"reasoning\",\"summary\":["u8);
            if (isDone)
                WritePart(output, text);
            output.Write("]}"u8);
            return;
        }
        output.Write(_kind switch
        {
            BlockKind.Tool => "\",\"type\":\"function_call\",\"status\":\""u8,
            BlockKind.FreeTool => "\",\"type\":\"custom_tool_call\",\"status\":\""u8,
            _ => "\",\"type\":\"message\",\"status\":\""u8,
        });
        output.Write(isDone ? "completed\""u8 : "in_progress\""u8);
        if (_kind is BlockKind.Tool or BlockKind.FreeTool)
            WriteCall(output, text);
        else
        {
            output.Write(",\"role\":\"assistant\",\"content\":["u8);
            if (isDone)
                WritePart(output, text);
            output.Write("]}"u8);
        }
    }

    public void WritePart(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write(_kind switch
        {
            BlockKind.Reasoning => "{\"type\":\"summary_text\",\"text\":\""u8,
            BlockKind.Refusal => "{\"type\":\"refusal\",\"refusal\":\""u8,
            _ => "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\""u8,
        });
        output.Write(text);
        output.Write("\"}"u8);
    }

    private void WriteCall(IBufferWriter<byte> output, ReadOnlySpan<byte> arguments)
    {
        output.Write(",\"call_id\":\""u8);
        output.Write(_callId);
        output.Write("\""u8);
        WriteToolName(output);
        if (_namespace.Length > 0)
        {
            output.Write(",\"namespace\":\""u8);
            output.Write(JsonEncodedText.Encode(_namespace, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            output.Write("\""u8);
        }
        output.Write(_kind == BlockKind.Tool ? ",\"arguments\":\""u8 : ",\"input\":\""u8);
        output.Write(arguments);
        output.Write("\"}"u8);
    }
}
