using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.Proxy;

/// <summary>Writes an answer of Sidecar's own.</summary>
internal static class RefusalWriter
{
    public static async Task WriteAsync(HttpContext context, Refusal refusal, string requestId)
    {
        var response = context.Response;
        var body = OpenAiError.ToJson(refusal.Message, refusal.Type, refusal.Code);
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        // It may quote what a client or an upstream wrote.
        AnswerSandbox.Put(response.Headers);
        response.Headers[ResponseLabels.RequestIdHeader] = requestId;
        if (refusal.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!refusal.MayRetry)
            response.Headers["x-should-retry"] = "false";
        // A client that hung up meanwhile is no fault.
        if (!context.RequestAborted.IsCancellationRequested)
            await response.Body.WriteAsync(body);
    }
}
