using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Finds where a JSON object begins, without the cost of an exception for a body without one.</summary>
public static class JsonStart
{
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Offset of the opening brace after a byte order mark and white space; -1 if something else is there.</summary>
    public static int Of(ReadOnlySpan<byte> json)
    {
        var start = json.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        start += WhiteSpace(json[start..]);
        return start < json.Length && json[start] == '{' ? start : -1;
    }

    /// <summary>The bytes are one whole JSON value and nothing else.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(
                json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json, new JsonReaderOptions { MaxDepth = 512 });
            if (!reader.Read())
                return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The number of bytes of JSON white space at the beginning.</summary>
    public static int WhiteSpace(ReadOnlySpan<byte> json)
    {
        var other = json.IndexOfAnyExcept(" \t\r\n"u8);
        return other < 0 ? json.Length : other;
    }
}
