using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Estimates the number of input tokens when no backend can be asked: one per four bytes of text, and a fixed number per
/// picture.</summary>
internal static class TokenCount
{
    private const int BytesPerToken = 4;

    // The cost of the largest picture that is not scaled down: https://platform.claude.com/docs/en/build-with-claude/vision
    private const int OfPicture = 1600;

    // Shorter texts under "data" are not pictures.
    private const int LeastOfPicture = 1024;

    /// <summary>Never throws: a body that is not JSON counts by its length.</summary>
    public static long Estimate(ReadOnlySpan<byte> body)
    {
        try
        {
            return Math.Max(1, Read(new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 })));
        }
        catch (JsonException)
        {
            return Math.Max(1, body.Length / BytesPerToken);
        }
    }

    private static long Read(Utf8JsonReader reader)
    {
        var (bytes, pictures, isData) = (0L, 0L, false);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
                isData = reader.ValueTextEquals("data"u8);
            if (reader.TokenType == JsonTokenType.String && isData && reader.ValueSpan.Length >= LeastOfPicture)
                pictures++;
            else if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.StartArray
                or JsonTokenType.EndArray))
                bytes += reader.ValueSpan.Length;
        }
        return (bytes / BytesPerToken) + (pictures * OfPicture);
    }
}
