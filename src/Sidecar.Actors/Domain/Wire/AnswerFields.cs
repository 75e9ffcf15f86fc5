using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>The few top-level fields by which a JSON answer tells an error from a result, read from as much of it as is there.</summary>
internal struct AnswerFields
{
    private ErrorWords _error;
    private ErrorWords _top;

    /// <summary>A field that only results have holds something.</summary>
    public bool HasResult { get; private set; }

    /// <summary><c>error</c> is there and not empty, or <c>type</c> or <c>object</c> is "error".</summary>
    public bool IsError { get; private set; }

    /// <summary>What the error says of itself; null when it is no error, or names nothing known.</summary>
    public readonly AnswerSignal? ErrorSays => IsError ? _error.Says ?? _top.Says : null;

    /// <summary>What a top-level number named <c>status</c>, <c>status_code</c> or <c>code</c> says.</summary>
    public readonly AnswerSignal? NumberSays => _top.Number;

    /// <summary>Reads until the object ends, the bytes end, or they stop being JSON. Never throws.</summary>
    public static AnswerFields Read(ReadOnlySpan<byte> json)
    {
        var fields = new AnswerFields();
        try
        {
            fields.ReadTopLevel(json);
        }
        catch (JsonException)
        {
            // What was seen before the fault still stands.
        }
        catch (InvalidOperationException)
        {
            // A name that is no valid Unicode; the same holds.
        }

        return fields;
    }

    private void ReadTopLevel(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(JsonStart.ByteOrderMark))
            json = json[JsonStart.ByteOrderMark.Length..];
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        if (!reader.Read())
            return;
        // Google's OpenAI-compatible endpoint wraps its error object in an array.
        if (reader.TokenType == JsonTokenType.StartArray && !reader.Read())
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            if (!ReadProperty(ref reader))
                return;
    }

    // False: the bytes end within this property.
    private bool ReadProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("error"u8))
            return reader.Read() && ReadError(ref reader);
        if (reader.ValueTextEquals("object"u8))
            return reader.Read() && ReadObjectKind(ref reader);
        if (reader.ValueTextEquals("choices"u8) || reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("output"u8) || reader.ValueTextEquals("content"u8))
        {
            if (!reader.Read())
                return false;
            HasResult |= reader.TokenType != JsonTokenType.Null;
            return reader.TrySkip();
        }

        var isType = reader.ValueTextEquals("type"u8);
        if (!_top.TryRead(ref reader, out var whole))
            return reader.Read() && reader.TrySkip();
        IsError |= whole && isType && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8);
        return whole && reader.TrySkip();
    }

    private bool ReadObjectKind(ref Utf8JsonReader reader)
    {
        // vLLM labels its errors with "object":"error"; every other label is a result's.
        var isError = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8);
        IsError |= isError;
        HasResult |= !isError && reader.TokenType == JsonTokenType.String;
        return reader.TrySkip();
    }

    private bool ReadError(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            IsError |= reader.ValueSpan.Length > 0;
            _error.ReadText(reader.ValueSpan);
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TrySkip();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            IsError = true;
            if (_error.TryRead(ref reader, out var whole) ? !whole || !reader.TrySkip() : !reader.Read() || !reader.TrySkip())
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }
}
