using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidecar.Host.Admin;

/// <summary>A JSON answer written field by field, in snake case like OpenAI's own.</summary>
internal sealed class JsonAnswer(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) : IResult
{
    // The content type is JSON and sniffing is off, so escaping for HTML would only make model names illegible.
    public static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await using (var json = new Utf8JsonWriter(response.BodyWriter, Legible))
            write(json);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
