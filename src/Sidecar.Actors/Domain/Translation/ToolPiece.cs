using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>The part of a tool call that one chunk brings, its texts still escaped.</summary>
internal ref struct ToolPiece
{
    /// <summary>-1: the piece has no index.</summary>
    public int Index = -1;

    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> Arguments;

    /// <summary>Where the arguments stand in the chunk, if they are a text.</summary>
    public int ArgumentsStart;

    /// <summary>The arguments are an object, as some servers send them, instead of its text.</summary>
    public bool AreArgumentsBare;

    public ToolPiece()
    {
    }

    /// <summary>Reads an entry of <c>tool_calls</c>, or the older <c>function_call</c>; the reader stands at its opening brace.</summary>
    public static ToolPiece Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var piece = new ToolPiece();
        piece.ReadObject(ref reader, json);
        return piece;
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
                ReadIndex(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                Id = Text(ref reader);
            else if (reader.ValueTextEquals("name"u8))
                Name = Text(ref reader);
            else if (reader.ValueTextEquals("arguments"u8))
                ReadArguments(ref reader, json);
            else if (reader.ValueTextEquals("function"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                    ReadObject(ref reader, json);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private void ReadIndex(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index))
            Index = index;
        reader.Skip();
    }

    private void ReadArguments(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        AreArgumentsBare = reader.TokenType == JsonTokenType.StartObject;
        if (!AreArgumentsBare)
        {
            Arguments = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
            ArgumentsStart = (int)reader.TokenStartIndex + 1;
            reader.Skip();
            return;
        }
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        Arguments = json[start..(int)reader.BytesConsumed];
    }

    private static ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        reader.Skip();
        return text;
    }
}
