using System.Buffers;
using System.Text.Json;

namespace Sidecar.Domain.Attempts;

/// <content>The inside of an error: its fields, its details, and the texts in which gateways pass on an upstream's answer.</content>
internal partial struct ErrorBody
{
    private const int LongestText = 1024;

    // An object or an array of objects: an error, its details, its metadata.
    private bool ReadNested(ref Utf8JsonReader reader, int depth, bool isError = false)
    {
        if (depth > Deepest || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return reader.TrySkip();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var isText = isError && reader.TokenType == JsonTokenType.String;
                if (isText ? !ReadError(ref reader, depth) : !ReadNested(ref reader, depth + 1, isError))
                    return false;
            }

            return reader.TokenType == JsonTokenType.EndArray;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            IsError |= isError;
            if (!ReadProperty(ref _inner, ref reader, depth))
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private bool ReadProperty(ref ErrorFindings findings, ref Utf8JsonReader reader, int depth)
    {
        var role = ErrorField.Of(ref reader, out var name);
        if (!reader.Read())
            return false;
        var isValue = reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
        switch (role)
        {
            case ErrorField.Role.Code when isValue:
                findings.AddCode(reader.ValueSpan);
                return true;
            case ErrorField.Role.Status when isValue:
                findings.AddStatus(reader.ValueSpan);
                return true;
            case ErrorField.Role.Type when isValue:
                findings.AddType(reader.ValueSpan);
                return true;
            case ErrorField.Role.Parameter when isValue:
                findings.AddParameter(reader.ValueSpan);
                return true;
            case ErrorField.Role.Text when isValue:
                AddText(ref findings, ref reader, depth);
                return true;
            case ErrorField.Role.Text or ErrorField.Role.Container:
                return ReadNested(ref reader, depth + 1);
            case ErrorField.Role.Headers:
                return ReadHeaders(ref reader);
            case ErrorField.Role.Limit or ErrorField.Role.Requested
                when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size):
                findings.AddSize(size, isLimit: role == ErrorField.Role.Limit);
                return true;
            case ErrorField.Role.Moderation:
                findings.AddModeration();
                return reader.TrySkip();
            default:
                if (isValue)
                    _hints.TryAdd(name, reader.ValueSpan);
                return reader.TrySkip();
        }
    }

    private bool ReadHeaders(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TrySkip();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            if (!reader.Read())
                return false;
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                _hints.AddHeader(name, reader.ValueSpan);
            else if (!reader.TrySkip())
                return false;
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private void AddText(ref ErrorFindings findings, ref Utf8JsonReader reader, int depth)
    {
        if (!reader.ValueIsEscaped)
        {
            AddText(ref findings, reader.ValueSpan, depth);
            return;
        }
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        AddText(ref findings, text.AsSpan(0, reader.CopyString(text)), depth);
        ArrayPool<byte>.Shared.Return(text);
    }

    // Gateways put their upstream's answer into a text field of their own.
    private void AddText(ref ErrorFindings findings, scoped ReadOnlySpan<byte> text, int depth)
    {
        text = text.TrimStart(" \t\r\n\"'`"u8);
        if ((text.StartsWith("{"u8) || text.StartsWith("[{"u8)) && depth <= Deepest && TryReadNested(text, depth + 1))
            return;
        Span<byte> lower = stackalloc byte[Math.Min(text.Length, LongestText)];
        for (var i = 0; i < lower.Length; i++)
            lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
        findings.AddText(lower);
        _hints.AddText(lower);
    }

    // False: it only looked like JSON and is ordinary text. Reading goes on after it.
    private bool TryReadNested(scoped ReadOnlySpan<byte> text, int depth)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
        try
        {
            if (reader.Read())
                ReadNested(ref reader, depth);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
