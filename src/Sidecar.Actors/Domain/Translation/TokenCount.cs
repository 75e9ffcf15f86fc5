using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Estimates how many tokens a request's input has, where no backend can be asked: four bytes of text a token, and a round number
/// for each picture.</summary>
internal static class TokenCount
{
    private const int BytesPerToken = 4;

    // What a picture of the largest size that is not scaled down costs: https://platform.claude.com/docs/en/build-with-claude/vision
    private const int OfPicture = 1600;

    // Shorter texts under "data" are no pictures.
    private const int LeastOfPicture = 1024;

    /// <summary>Never throws: what is no JSON counts by its length.</summary>
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
