using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Translation;

/// <summary>What a translated request asks for beyond what every chat API takes.</summary>
/// <param name="WithoutEffort">Nothing is said of how hard the model is to think.</param>
/// <param name="UsesCompletionTokens">The bound of the answer is <c>max_completion_tokens</c>, as OpenAI's own models want it.</param>
internal readonly record struct ChatForm(bool WithoutEffort = false, bool UsesCompletionTokens = false);

/// <summary>What became of a request.</summary>
/// <param name="Obstacle">The field that cannot be carried over, and then what was written is of no use; null: there is none.</param>
/// <param name="ShowsReasoning">The client asks to see what the model thinks.</param>
/// <param name="Namespaces">Of tools: in chat they stand before the tools' names.</param>
/// <param name="FreeTools">The names of tools whose input is a text of any form: in chat it is a function's one argument.</param>
/// <param name="LeftOut">What was offered and is not carried over, for the rest is of use without it; null: nothing.</param>
internal readonly record struct CarriedRequest(
    string? Obstacle, bool ShowsReasoning, IReadOnlyList<string>? Namespaces = null,
        IReadOnlyList<string>? FreeTools = null, string? LeftOut = null);

/// <summary>Carries a request over to chat completions. What cannot be carried is named, never left out without a word.</summary>
internal static class RequestTranslation
{
    private const int LongestObstacle = 200;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 512 };

    // The strict encoder would turn a "+" of base64 into six bytes.
    private static readonly JsonWriterOptions Writing =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1000 };

    /// <summary>Writes the request.</summary>
    /// <param name="translation">One of them.</param>
    /// <param name="body">The client's, content-encodings undone.</param>
    public static CarriedRequest Write(Translations translation, ReadOnlyMemory<byte> body, ChatForm form, IBufferWriter<byte> output)
    {
        var obstacles = new Obstacles();
        var carried = new CarriedRequest(null, true);
        try
        {
            using var document = JsonDocument.Parse(body, Reading);
            using var json = new Utf8JsonWriter(output, Writing);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new CarriedRequest("the body, which is no JSON object", false);
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
                    LeftOut = responses.LeftOut,
                };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or no valid Unicode within it.
            return new CarriedRequest("the body, which is no valid JSON", false);
        }
        var obstacle = obstacles.First is { Length: > LongestObstacle } first ? first[..LongestObstacle] + "…" : obstacles.First;
        return carried with { Obstacle = obstacle };
    }
}
