using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Sidecar.Host.Admin;

/// <summary>Reads the small JSON objects that the admin endpoints are sent.</summary>
internal static class JsonBody
{
    private const int Largest = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object, or the answer that says why there is none. An empty body is an empty object.</summary>
    public static async Task<(JsonDocument? Body, IResult? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Largest;
        try
        {
            if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding")))
                return (JsonDocument.Parse("{}"), null);
            var body = await JsonDocument.ParseAsync(request.Body, Strict, cancellation);
            if (body.RootElement.ValueKind == JsonValueKind.Object)
                return (body, null);
            body.Dispose();
            return (null, Refuse("The body must be a JSON object."));
        }
        catch (JsonException fault)
        {
            // The parser's own words may quote the body, which may hold a key.
            return (null, Refuse($"The body is not JSON (line {fault.LineNumber + 1}), or a key in it is given twice."));
        }
        catch (BadHttpRequestException fault)
        {
            return (null, AdminError.Refuse(fault.StatusCode, new($"The body cannot be read, or is larger than {Largest} bytes.", "invalid_request_error", "invalid_body", null)));
        }
    }

    private static IResult Refuse(string message) => AdminError.Refuse(StatusCodes.Status400BadRequest, new(message, "invalid_request_error", "invalid_body", null));
}
