using System.Buffers.Text;
using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Gathers what one JSON object's <c>code</c>, <c>status</c>, <c>status_code</c>, <c>type</c> and <c>message</c> say of an error.</summary>
internal struct ErrorWords
{
    private AnswerSignal? _code;
    private AnswerSignal? _status;
    private AnswerSignal? _type;
    private AnswerSignal? _message;

    /// <summary>What a number among <c>code</c>, <c>status</c> and <c>status_code</c> said.</summary>
    public AnswerSignal? Number { get; private set; }

    /// <summary>The most telling field decides: OpenAI, for one, answers a wrong key with type <c>invalid_request_error</c> but code <c>invalid_api_key</c>.</summary>
    public readonly AnswerSignal? Says => Number ?? _code ?? _status ?? _type ?? _message;

    /// <summary>Standing on a property name: reads its value if the name is one of these. Otherwise false, and nothing was read.</summary>
    /// <param name="whole">False: the bytes end before the value does.</param>
    public bool TryRead(ref Utf8JsonReader reader, out bool whole)
    {
        whole = true;
        if (reader.ValueTextEquals("code"u8))
            _code = Read(ref reader, ref whole) ?? _code;
        else if (reader.ValueTextEquals("status"u8) || reader.ValueTextEquals("status_code"u8))
            _status = Read(ref reader, ref whole) ?? _status;
        else if (reader.ValueTextEquals("type"u8))
            _type = (whole = reader.Read()) && reader.TokenType == JsonTokenType.String ? ErrorVocabulary.FromWord(reader.ValueSpan) : _type;
        else if (reader.ValueTextEquals("message"u8))
            ReadMessage(ref reader, ref whole);
        else
            return false;
        return true;
    }

    /// <summary>An error that is a mere text.</summary>
    public void ReadText(ReadOnlySpan<byte> text) => _message = ErrorVocabulary.FromWord(text) ?? FromOpening(text);

    private void ReadMessage(ref Utf8JsonReader reader, ref bool whole)
    {
        whole = reader.Read();
        if (whole && reader.TokenType == JsonTokenType.String)
            ReadText(reader.ValueSpan);
    }

    // NIM's workers say only in the message that they are all busy; the same word elsewhere means a rate limit.
    private static AnswerSignal? FromOpening(ReadOnlySpan<byte> message) =>
        message.StartsWith("ResourceExhausted:"u8) ? AnswerSignal.Overloaded : null;

    private AnswerSignal? Read(ref Utf8JsonReader reader, ref bool whole)
    {
        whole = reader.Read();
        if (!whole || reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
            return null;
        var text = reader.ValueSpan;
        if (!Utf8Parser.TryParse(text, out long number, out var used) || used != text.Length)
            return reader.TokenType == JsonTokenType.String ? ErrorVocabulary.FromWord(text) : null;
        Number ??= ErrorVocabulary.FromNumber(number);
        return null;
    }
}
