using System.IO.Compression;
using System.Net.Http.Headers;

namespace Sidecar.Host.Upstream;

/// <summary>
/// Undoes a body's content encodings. A compressed body that ends early is an error (System.IO.Compression.UseStrictValidation, set for
/// the process).
/// </summary>
internal static class BodyDecoding
{
    /// <summary>
    /// The real encodings; <c>identity</c>, <c>none</c> and the names of charsets, which some servers write there, are ignored.
    /// </summary>
    public static string[] EncodingsOf(HttpContentHeaders headers) =>
        !headers.NonValidated.TryGetValues("content-encoding", out var values) ? [] : Split(values.ToString());

    /// <summary>The decoded body; null if an encoding is not supported.</summary>
    /// <param name="body">The body as received.</param>
    /// <param name="encodings">In the order in which they were applied.</param>
    public static Stream? Decoded(Stream body, string[] encodings)
    {
        Stream? decoded = body;
        for (var i = encodings.Length - 1; i >= 0 && decoded is not null; i--)
            decoded = Decoded(decoded, encodings[i]) is { } inner ? new DecodedBody(inner, decoded) : null;
        return decoded;
    }

    public static string[] Split(string header) =>
        [.. header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(e => e.ToLowerInvariant())
            .Where(e => e is not ("identity" or "none" or "utf-8" or "utf8"))];

    private static Stream? Decoded(Stream body, string encoding) => encoding switch
    {
        "gzip" or "x-gzip" => new EncodedBody(body, isGzip: true),
        "deflate" => new EncodedBody(body, isGzip: false),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => null,
    };
}
