using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidecar.Domain.Translation;

/// <summary>Extracts a tool's free-text input from the single argument that carries it in chat.</summary>
internal static class FreeText
{
    /// <param name="arguments">The text of a JSON object, still escaped.</param>
    /// <returns>The text, still escaped; if the argument is missing, everything.</returns>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> arguments)
    {
        try
        {
            var quoted = new byte[arguments.Length + 2];
            quoted[0] = quoted[^1] = (byte)'"';
            arguments.CopyTo(quoted.AsSpan(1));
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(reader.GetString()!));
            return document.RootElement.IsText(AnswerFacts.FreeInput, out var input)
                ? JsonEncodedText.Encode(input.GetString()!, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes : arguments;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return arguments;
        }
    }
}
