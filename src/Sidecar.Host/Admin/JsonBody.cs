using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Sidecar.Host.Admin;

/// <summary>Reads the small JSON objects sent to the admin endpoints.</summary>
internal static class JsonBody
{
    private const int Largest = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object, or the error answer. An empty body counts as an empty object.</summary>
    public static async Task<(JsonDocument? Body, IResult? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Largest;
        try
        {
            if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding")))
                return (JsonDocument.Parse("{}"), null);
            var body = await JsonDocument.ParseAsync(request.Body, Strict, cancellation);
            if (body.RootElement.ValueKind == JsonValueKind.Object && IsText(body.RootElement))
                return (body, null);
            var isObject = body.RootElement.ValueKind == JsonValueKind.Object;
            body.Dispose();
            return (null, Refuse(isObject ? "A name or text in the body is not valid Unicode." : "The body must be a JSON object."));
        }
        catch (JsonException fault)
        {
            // The parser's own message may quote the body, which may contain a key.
            return (null, Refuse($"The body is not JSON (line {fault.LineNumber + 1}), or it contains a key twice."));
        }
        catch (InvalidOperationException)
        {
            // Names are decoded and compared, to find duplicates.
            return (null, Refuse("A name or text in the body is not valid Unicode."));
        }
        catch (IOException fault) when (fault.InnerException is OverflowException)
        {
            return (null, Refuse("The body's framing is invalid."));
        }
        catch (BadHttpRequestException fault)
        {
            return (null,
                AdminError.Refuse(fault.StatusCode,
                new($"The body cannot be read, or is larger than {Largest} bytes.", "invalid_request_error", "invalid_body", null)));
        }
    }

    /// <summary>Whether all texts can be decoded: the parser accepts halves of surrogate pairs, and reading them throws.</summary>
    private static bool IsText(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject().All(member => member.Name.Length >= 0 && IsText(member.Value)),
                JsonValueKind.Array => json.EnumerateArray().All(IsText),
                JsonValueKind.String => json.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static IResult Refuse(string message) =>
        AdminError.Refuse(StatusCodes.Status400BadRequest, new(message, "invalid_request_error", "invalid_body", null));
}
