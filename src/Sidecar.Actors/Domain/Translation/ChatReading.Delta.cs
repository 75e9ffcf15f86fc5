using System.Text.Json;

namespace Sidecar.Domain.Translation;

internal abstract partial class ChatReading
{
    private void ReadDelta(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, bool isMessage)
    {
        if (!isMessage)
        {
            new DeltaReading(this, BlockKind.None).Read(ref reader, json);
            return;
        }
        // Its members come in any order (vLLM's reasoning after the calls), but what was thought came first.
        var ahead = reader;
        new DeltaReading(this, BlockKind.Reasoning).Read(ref ahead, json);
        new DeltaReading(this, BlockKind.Text).Read(ref reader, json);
    }

    /// <summary>Reads what one chunk adds to a message, or a whole message.</summary>
    /// <param name="part">Reasoning: that alone; text: all but that; none: everything.</param>
    private ref struct DeltaReading(ChatReading owner, BlockKind part)
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
                // The same reasoning may appear under both of its names.
                var isOther = part != BlockKind.None && (part == BlockKind.Reasoning) != (kind == BlockKind.Reasoning);
                if (kind == BlockKind.None || isOther || (kind == BlockKind.Reasoning && _hasReasoning))
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
                owner.Report(kind, reader);
            reader.Skip();
            return isText;
        }

        // Mistral sends lists: {"type":"text","text":…}, {"type":"thinking","thinking":[{"type":"text","text":…}]}.
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
                owner.Report(ToolPiece.Read(ref reader, json));
            else if (reader.TokenType == JsonTokenType.StartArray)
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    if (reader.TokenType == JsonTokenType.StartObject)
                        owner.Report(ToolPiece.Read(ref reader, json));
        }
    }
}
