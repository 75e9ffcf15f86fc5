using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Attempts;

/// <summary>What the beginning of a JSON answer shows: whether it is an error, of what kind, and how long to wait.</summary>
/// <remarks>
/// Only fields that describe errors are read, never a model's output. If a result comes first, reading ends
/// there: this is the path of every successful answer, and it copies nothing.
/// </remarks>
internal partial struct ErrorBody(DateTimeOffset now, bool isEvent)
{
    private const int Deepest = 6;

    private ErrorFindings _inner;
    private ErrorFindings _outer;
    private BodyHints _hints = new(now);

    /// <summary>It says outright that it is an error: by an <c>error</c> that is not empty, its <c>type</c>, its <c>object</c>, or a
    /// similar field.</summary>
    public bool IsError { get; private set; }

    /// <summary>It has a field that only results have, even if that is empty.</summary>
    public bool HasResult { get; private set; }

    public readonly TimeSpan? RetryAfter => _hints.RetryAfter;

    /// <summary>What the error is about, if it is one: with a status of 400 or more every body is. Null: unknown.</summary>
    public readonly ErrorKind? Kind => Stronger(_inner.Kind, _outer.Kind);

    /// <summary>What a bare number at the top level means (<c>{"status":429}</c>), which needs no <c>error</c> beside it.</summary>
    public readonly ErrorKind? StatusNumber => _outer.StatusNumber;

    public readonly bool ExceedsItsLimit => _inner.ExceedsItsLimit || _outer.ExceedsItsLimit;

    /// <summary>Reads a document, or one event's data, until it ends, the bytes end, or they are no longer JSON. Never throws.</summary>
    /// <param name="json">The bytes, possibly cut off.</param>
    /// <param name="isEvent">An event's error counts even beside a result.</param>
    /// <param name="now">The instant that times in it are relative to.</param>
    public static ErrorBody Read(ReadOnlySpan<byte> json, bool isEvent, DateTimeOffset now)
    {
        var body = new ErrorBody(now, isEvent);
        try
        {
            body.ReadTop(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or not valid Unicode: what was read before still counts.
        }

        return body;
    }

    /// <summary>Reads a body that is plain text.</summary>
    public static ErrorBody ReadText(ReadOnlySpan<byte> text, DateTimeOffset now)
    {
        var body = new ErrorBody(now, isEvent: false);
        body.AddText(ref body._outer, text, 0);
        return body;
    }

    private void ReadTop(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(JsonStart.ByteOrderMark))
            json = json[JsonStart.ByteOrderMark.Length..];
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        if (!reader.Read())
            return;
        // Google's OpenAI-compatible endpoint wraps its error object in an array.
        if (reader.TokenType == JsonTokenType.StartArray && !reader.Read())
            return;
        if (reader.TokenType == JsonTokenType.String)
            AddText(ref _outer, ref reader, 0);
        if (reader.TokenType != JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            if (!ReadTopProperty(ref reader))
                return;
    }

    // False: the bytes end within this property, or there was a result and no error before it.
    private bool ReadTopProperty(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("errors"u8))
            return reader.Read() && ReadError(ref reader, 0);
        if (reader.ValueTextEquals("choices"u8))
            return reader.Read() && ReadChoices(ref reader);
        if (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("output"u8) || reader.ValueTextEquals("content"u8)
            || reader.ValueTextEquals("candidates"u8))
            return reader.Read() && ReadResult(ref reader);
        if (reader.ValueTextEquals("base_resp"u8))
            return reader.Read() && ReadMiniMax(ref reader);
        if (reader.ValueTextEquals("response"u8))
            return reader.Read() && ReadResponse(ref reader);
        if (reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("type"u8))
            return ReadLabel(ref reader);
        if (reader.ValueTextEquals("success"u8))
            return ReadSuccess(ref reader);
        return ReadProperty(ref _outer, ref reader, 0);
    }

    private bool ReadResult(ref Utf8JsonReader reader)
    {
        HasResult |= reader.TokenType != JsonTokenType.Null;
        if (isEvent || reader.TokenType is JsonTokenType.Null or JsonTokenType.False)
            return reader.TrySkip();
        if (reader.TokenType != JsonTokenType.StartArray)
            return IsError && reader.TrySkip();
        if (!reader.Read())
            return false;
        while (reader.TokenType != JsonTokenType.EndArray)
            if (!IsError || !reader.TrySkip() || !reader.Read())
                return false;
        return true;
    }

    private bool ReadLabel(ref Utf8JsonReader reader)
    {
        var isType = reader.ValueTextEquals("type"u8);
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.String)
            return reader.TrySkip();
        // vLLM labels its errors with "object":"error", Anthropic with "type":"error".
        IsError |= reader.ValueTextEquals("error"u8);
        if (isType)
            _outer.AddType(reader.ValueSpan);
        else
            HasResult |= !reader.ValueTextEquals("error"u8);
        return true;
    }

    private bool ReadSuccess(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        IsError |= reader.TokenType == JsonTokenType.False;
        return reader.TrySkip();
    }

    // A Responses event carries the whole answer so far; only its error is read.
    private bool ReadResponse(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TrySkip();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            if (!reader.Read() || (isError ? !ReadError(ref reader, 0) : !reader.TrySkip()))
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private bool ReadMiniMax(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TrySkip();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCode = reader.ValueTextEquals("status_code"u8);
            if (!reader.Read())
                return false;
            if (isCode && reader.TokenType == JsonTokenType.Number && !reader.ValueSpan.SequenceEqual("0"u8))
            {
                IsError = true;
                _inner.AddMiniMaxCode(reader.ValueSpan);
            }
            else if (reader.TokenType == JsonTokenType.String)
                AddText(ref _inner, ref reader, 0);
            else if (!reader.TrySkip())
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private bool ReadError(ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            IsError |= reader.ValueSpan.Length > 0;
            AddText(ref _inner, ref reader, depth);
            return true;
        }

        IsError |= reader.TokenType == JsonTokenType.True;
        return ReadNested(ref reader, depth, isError: true);
    }

    // The inner error is more precise, unless only the outer one gives a reason.
    private static ErrorKind? Stronger(ErrorKind? inner, ErrorKind? outer) =>
        inner is null || (IsWeak(inner) && outer is not null && !IsWeak(outer)) ? outer : inner;

    private static bool IsWeak(ErrorKind? kind) =>
        kind is ErrorKind.RequestRejected or ErrorKind.ParameterRejected or ErrorKind.Forbidden or ErrorKind.Failed;
}
