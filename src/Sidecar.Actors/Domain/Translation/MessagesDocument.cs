using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>A whole chat answer as an Anthropic message.</summary>
internal sealed class MessagesDocument(AnswerFacts facts, IBufferWriter<byte> output) : ChatAnswer(facts)
{
    private readonly ArrayBufferWriter<byte> _content = new(1024);
    private readonly ArrayBufferWriter<byte> _arguments = new();
    private OwnError? _error;
    private bool _isBroken;

    /// <summary>False: it is not a chat answer, or one that no message can represent; the output is useless then.</summary>
    public bool TryWrite(ReadOnlySpan<byte> json, TokenUsage usage)
    {
        if (!TryRead(json) || IsTooLong)
            return false;
        if (_error is { } error)
        {
            output.Write(error.ToJson(ClientDialect.Messages, Facts.RequestId));
            return true;
        }
        CloseAll();
        if (!HasChoice || _isBroken)
            return false;
        Write(usage);
        return true;
    }

    protected override void OnError(ReadOnlySpan<byte> json) => _error ??= ToldError.Read(json, 0);

    protected override void OnPiece(BlockKind kind, ReadOnlySpan<byte> text)
    {
        if (kind != BlockKind.Reasoning || Facts.ShowsReasoning)
            base.OnPiece(kind, text);
    }

    protected override void Open(BlockKind kind, ReadOnlySpan<byte> toolId, ReadOnlySpan<byte> toolName)
    {
        if (_content.WrittenCount > 0)
            _content.Write(","u8);
        _arguments.ResetWrittenCount();
        _content.Write(kind switch
        {
            BlockKind.Tool => "{\"type\":\"tool_use\",\"id\":\""u8,
            BlockKind.Reasoning => "{\"type\":\"thinking\",\"thinking\":\""u8,
            _ => "{\"type\":\"text\",\"text\":\""u8,
        });
        if (kind != BlockKind.Tool)
            return;
        _content.Write(toolId);
        _content.Write("\",\"name\":\""u8);
        _content.Write(toolName);
        _content.Write("\",\"input\":"u8);
    }

    protected override void Add(BlockKind kind, ReadOnlySpan<byte> text) => (kind == BlockKind.Tool ? _arguments : _content).Write(text);

    protected override void Close(BlockKind kind)
    {
        if (kind == BlockKind.Tool)
            WriteInput();
        _content.Write(kind switch
        {
            BlockKind.Tool => ",\"caller\":{\"type\":\"direct\"}}"u8,
            BlockKind.Reasoning => "\",\"signature\":\"\"}"u8,
            _ => "\"}"u8,
        });
    }

    // The input of a tool is an object, not its text.
    private void WriteInput()
    {
        var quoted = new byte[_arguments.WrittenCount + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        _arguments.WrittenSpan.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var input = Encoding.UTF8.GetBytes(reader.GetString()!.Trim());
        if (input.Length == 0)
            _content.Write("{}"u8);
        else if (input[0] == '{' && JsonStart.IsWhole(input))
            _content.Write(input);
        else
            _isBroken = true;
    }

    private void Write(TokenUsage usage)
    {
        var isStopText = StopText.Length > 0 && Finish.AsSpan().SequenceEqual("stop"u8);
        output.Write("{\"id\":\"msg_"u8);
        WriteEscaped(Facts.RequestId);
        output.Write("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""u8);
        WriteEscaped(Facts.Model);
        output.Write("\",\"content\":["u8);
        output.Write(_content.WrittenSpan);
        output.Write("],\"stop_reason\":\""u8);
        output.Write(MessagesWords.StopReason(Finish, HasTools, HasRefusal, isStopText));
        output.Write(isStopText ? "\",\"stop_sequence\":\""u8 : "\",\"stop_sequence\":null"u8);
        if (isStopText)
        {
            output.Write(StopText);
            output.Write("\""u8);
        }
        output.Write(",\"usage\":"u8);
        MessagesWords.WriteUsage(output, usage);
        output.Write("}"u8);
    }

    private void WriteEscaped(string text) =>
        output.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
}
