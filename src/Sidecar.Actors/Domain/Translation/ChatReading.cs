using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>Reads a chunk of a chat stream, or a whole chat answer, and hands on what its first choice says, escapes as they
/// are.</summary>
internal abstract class ChatReading
{
    // Deeper nothing of a chunk is.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 512 };

    /// <summary>A choice was there.</summary>
    public bool HasChoice { get; private set; }

    /// <summary>In seconds since 1970; 0: the upstream did not say.</summary>
    public long Created { get; private set; }

    /// <summary>False: it is no chat answer, nor an error.</summary>
    protected bool TryRead(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(JsonStart.ByteOrderMark))
            json = json[JsonStart.ByteOrderMark.Length..];
        try
        {
            var reader = new Utf8JsonReader(json, Reading);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadTop(ref reader, json);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    protected abstract void OnPiece(BlockKind kind, ReadOnlySpan<byte> text);

    protected abstract void OnTool(in ToolPiece piece);

    /// <param name="reason">Not escaped.</param>
    protected abstract void OnFinish(ReadOnlySpan<byte> reason);

    /// <summary>The text that the model was to stop at, where the server tells which it was.</summary>
    protected abstract void OnStop(ReadOnlySpan<byte> text);

    /// <param name="json">The chunk, or the answer, that tells it.</param>
    protected abstract void OnError(ReadOnlySpan<byte> json);

    private void ReadTop(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.ValueTextEquals("choices"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
                ReadChoices(ref reader, json);
        }
        else if (reader.ValueTextEquals("created"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var created))
                Created = created;
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String or JsonTokenType.True)
                OnError(json);
            reader.Skip();
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var isFirst = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Only one was asked for.
            if (!isFirst || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            isFirst = false;
            HasChoice = true;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadChoice(ref reader, json);
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var isDelta = reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8);
        var isFinish = reader.ValueTextEquals("finish_reason"u8);
        var isStop = reader.ValueTextEquals("stop_reason"u8);
        reader.Read();
        if (isDelta && reader.TokenType == JsonTokenType.StartObject)
        {
            new DeltaReading(this).Read(ref reader, json);
            return;
        }
        if (isFinish && reader.TokenType == JsonTokenType.String)
            OnFinish(reader.ValueSpan);
        else if (isStop && reader.TokenType == JsonTokenType.String)
            OnStop(reader.ValueSpan);
        reader.Skip();
    }

    private ref struct DeltaReading(ChatReading owner)
    {
        private bool _hasReasoning;

        public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var kind = reader.ValueTextEquals("content"u8) ? BlockKind.Text
                    : reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8) ? BlockKind.Reasoning
                    : reader.ValueTextEquals("refusal"u8) ? BlockKind.Refusal
                    : reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8) ? BlockKind.Tool
                    : BlockKind.None;
                reader.Read();
                // The same reasoning may stand under both of its names.
                if (kind == BlockKind.None || (kind == BlockKind.Reasoning && _hasReasoning))
                    reader.Skip();
                else if (kind == BlockKind.Tool)
                    ReadTools(ref reader, json);
                else
                    _hasReasoning |= ReadText(ref reader, kind) && kind == BlockKind.Reasoning;
            }
        }

        private readonly bool ReadText(ref Utf8JsonReader reader, BlockKind kind)
        {
            var isText = false;
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    isText |= ReadPart(ref reader, kind);
                return isText;
            }
            isText = reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
            if (isText)
                owner.OnPiece(kind, reader.ValueSpan);
            reader.Skip();
            return isText;
        }

        // Mistral's lists: {"type":"text","text":…}, {"type":"thinking","thinking":[{"type":"text","text":…}]}.
        private readonly bool ReadPart(ref Utf8JsonReader reader, BlockKind kind)
        {
            var hasText = false;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return false;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isThinking = reader.ValueTextEquals("thinking"u8);
                var isText = reader.ValueTextEquals("text"u8);
                reader.Read();
                if (isThinking || isText)
                    hasText |= ReadText(ref reader, isThinking ? BlockKind.Reasoning : kind);
                else
                    reader.Skip();
            }
            return hasText;
        }

        private readonly void ReadTools(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                owner.OnTool(ToolPiece.Read(ref reader, json));
            else if (reader.TokenType == JsonTokenType.StartArray)
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    if (reader.TokenType == JsonTokenType.StartObject)
                        owner.OnTool(ToolPiece.Read(ref reader, json));
        }
    }
}
