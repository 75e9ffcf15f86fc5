using System.Globalization;
using System.Text;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Answers <c>POST /v1/messages/count_tokens</c> with an estimate, marked as such, if no backend can answer it.</summary>
internal static class TokenCounts
{
    private const string Path = "/v1/messages/count_tokens";

    /// <summary>The estimate; null: the request asks for something else.</summary>
    public static long? EstimateFor(ProxyRequest request) =>
        request.Method == "POST" && request.Path.AsSpan().TrimEnd('/').SequenceEqual(Path)
            ? TokenCount.Estimate((request.Decoded ?? request.Body).Memory.Span) : null;

    /// <summary>No backend that serves the model speaks the API, and one may be asked through a translation.</summary>
    public static bool IsLeftToUs(BackendCatalog catalog, string model)
    {
        var (spoken, translated) = (new RequestAsk(Apis.Messages), new RequestAsk(Apis.Messages, Translations.MessagesToChat));
        var serving = catalog.Defined.Where(backend => backend.Enabled && backend.Serves(model)).ToList();
        return !serving.Exists(backend => spoken.IsSpokenBy(backend)) && serving.Exists(backend => translated.IsTranslatedFor(backend));
    }

    /// <summary>The backend that was asked does not support it after all, or none could be asked.</summary>
    public static bool IsUnanswered(ProxyAnswer answer) =>
        answer is Relayed { Status: 404 or 405 or 501 } or Refused { Refusal.Status: 503 };

    public static async Task<RelayReport> WriteAsync(HttpContext context, string requestId, long tokens)
    {
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"input_tokens\":{tokens}}}"));
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        AnswerSandbox.Put(response.Headers);
        response.Headers[ResponseLabels.RequestIdHeader] = requestId;
        response.Headers["x-sidecar-estimated"] = "input_tokens";
        await response.Body.WriteAsync(body);
        return new RelayReport(RelayOutcome.Completed, default, body.Length);
    }
}
