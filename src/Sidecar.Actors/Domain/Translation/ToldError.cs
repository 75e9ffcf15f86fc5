using System.Text;
using System.Text.Json;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Translation;

/// <summary>Reads an upstream's error, in any form, so that it can be written in another dialect.</summary>
internal static class ToldError
{
    private const int LongestText = 4096;

    /// <param name="body">The body as received: JSON of any form, or text.</param>
    /// <param name="status">The answer's status; 0: the error is in a stream, and its own status is looked for.</param>
    public static OwnError Read(ReadOnlySpan<byte> body, int status)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
                root = root[0];
            return Of(root, status);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestText)]).Trim();
            return Of(status, text.Length > 0 ? text : "The upstream gives no reason", null, null);
        }
    }

    private static OwnError Of(JsonElement root, int status)
    {
        var error = root.TryGet("error", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
        var type = Text(error, "type");
        var code = Text(error, "code");
        if (status == 0)
            status = Number(error, "status") ?? Number(error, "code") ?? Number(error, "status_code") ?? StatusOf(type, code);
        return Of(status, MessageOf(root, error), type, code);
    }

    // Programs look at the code first; where there is none, the type says as much as there is to say.
    private static OwnError Of(int status, string message, string? type, string? code)
    {
        type ??= status >= 500 ? "server_error" : status == 429 ? "rate_limit_error" : "invalid_request_error";
        return new OwnError(status, message, type, code ?? type);
    }

    private static string MessageOf(JsonElement root, JsonElement error)
    {
        foreach (var name in (ReadOnlySpan<string>)["message", "detail", "error", "msg", "title"])
            if ((Text(error, name) ?? Text(root, name)) is { } text)
                return text.Length <= LongestText ? text : text[..LongestText];
        var raw = root.GetRawText();
        return raw.Length <= LongestText ? raw : raw[..LongestText];
    }

    private static string? Text(JsonElement element, string name) =>
        element.IsText(name, out var text) && text.GetString() is { Length: > 0 } said ? said : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGet(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            && number is >= 400 and <= 599 ? number : null;

    private static int StatusOf(string? type, string? code)
    {
        var words = $"{type} {code}";
        if (words.Contains("rate_limit", StringComparison.OrdinalIgnoreCase))
            return 429;
        return words.Contains("overload", StringComparison.OrdinalIgnoreCase) ? 529
            : words.Contains("invalid_request", StringComparison.OrdinalIgnoreCase) ? 400 : 500;
    }
}
