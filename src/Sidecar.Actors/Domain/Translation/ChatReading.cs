using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>Reads a chunk of a chat stream, or a whole chat answer, and reports the content of its first choice, still escaped.</summary>
internal abstract partial class ChatReading
{
    // No chunk is nested deeper.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 512 };

    /// <summary>A choice was present.</summary>
    public bool HasChoice { get; private set; }

    /// <summary>In seconds since 1970; 0: the upstream did not say.</summary>
    public long Created { get; private set; }

    /// <summary>False: it is neither a chat answer nor an error.</summary>
    protected bool TryRead(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(JsonStart.ByteOrderMark))
            json = json[JsonStart.ByteOrderMark.Length..];
        if (_pattern.TryMatch(json, out var text))
        {
            Repeat(text);
            return true;
        }
        _reported = default;
        try
        {
            var reader = new Utf8JsonReader(json, Reading);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadTop(ref reader, json);
            if (_reported is { Count: 1, Length: > 0 } one)
                _pattern.Learn(json, one.Start, one.Length, one.Kind, one.Tool);
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

    /// <summary>The stop text at which the model ended, if the server tells which one it was.</summary>
    protected abstract void OnStop(ReadOnlySpan<byte> text);

    /// <param name="json">The chunk, or the answer, that contains it.</param>
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
                ReportError(json);
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
            // Only one choice was requested.
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
        var isMessage = reader.ValueTextEquals("message"u8);
        var isDelta = isMessage || reader.ValueTextEquals("delta"u8);
        var isFinish = reader.ValueTextEquals("finish_reason"u8);
        var isStop = reader.ValueTextEquals("stop_reason"u8);
        reader.Read();
        if (isDelta && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadDelta(ref reader, json, isMessage);
            return;
        }
        if (isFinish && reader.TokenType == JsonTokenType.String)
            OnFinish(reader.ValueSpan);
        else if (isStop && reader.TokenType == JsonTokenType.String)
            OnStop(reader.ValueSpan);
        reader.Skip();
    }
}
