using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Translation;

/// <summary>Which optional fields a translated request uses, since not every chat API accepts them.</summary>
/// <param name="WithoutEffort">Omit the reasoning effort.</param>
/// <param name="UsesCompletionTokens">Limit the answer with <c>max_completion_tokens</c>, as OpenAI's own models require.</param>
internal readonly record struct ChatForm(bool WithoutEffort = false, bool UsesCompletionTokens = false);

/// <summary>The result of translating a request.</summary>
/// <param name="Obstacle">The field that cannot be translated, in which case the output is useless; null: none.</param>
/// <param name="ShowsReasoning">The client asks to see the model's reasoning.</param>
/// <param name="Namespaces">The tools' namespaces: chat puts them in front of the tools' names.</param>
/// <param name="FreeTools">The names of tools whose input is free text: chat sends it as a function's single argument.</param>
internal readonly record struct CarriedRequest(
    string? Obstacle, bool ShowsReasoning, IReadOnlyList<string>? Namespaces = null, IReadOnlyList<string>? FreeTools = null);

/// <summary>Translates a request to chat completions. What cannot be translated is reported, never silently left out.</summary>
internal static class RequestTranslation
{
    private const int LongestObstacle = 200;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    // The strict encoder would turn a "+" of base64 into six bytes.
    private static readonly JsonWriterOptions Writing =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1000 };

    /// <summary>Writes the request.</summary>
    /// <param name="translation">A single one.</param>
    /// <param name="body">The client's body, content encodings undone.</param>
    public static CarriedRequest Write(Translations translation, ReadOnlyMemory<byte> body, ChatForm form, IBufferWriter<byte> output)
    {
        var obstacles = new Obstacles();
        var carried = new CarriedRequest(null, true);
        try
        {
            using var document = JsonDocument.Parse(body, Reading);
            using var json = new Utf8JsonWriter(output, Writing);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new CarriedRequest("the body, which is not a JSON object", false);
            if (translation == Translations.MessagesToChat)
            {
                var messages = new MessagesRequest(document.RootElement, json, obstacles, form);
                messages.Write();
                carried = carried with { ShowsReasoning = messages.ShowsReasoning };
            }
            else
            {
                var responses = new ResponsesRequest(document.RootElement, json, obstacles, form);
                responses.Write();
                carried = carried with
                {
                    Namespaces = responses.Namespaces,
                    FreeTools = responses.FreeTools,
                };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or not valid Unicode.
            return new CarriedRequest("the body, which is not valid JSON", false);
        }
        var obstacle = obstacles.First is { Length: > LongestObstacle } first ? first[..LongestObstacle] + "…" : obstacles.First;
        return carried with { Obstacle = obstacle };
    }
}
