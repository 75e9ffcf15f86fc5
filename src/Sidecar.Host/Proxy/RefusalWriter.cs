using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;

namespace Sidecar.Host.Proxy;

/// <summary>Writes one of Sidecar's own answers, in the dialect that the client's path determines.</summary>
internal static class RefusalWriter
{
    private const string CodeHeader = "x-sidecar-code";

    public static async Task WriteAsync(HttpContext context, Refusal refusal, string requestId)
    {
        var response = context.Response;
        var body = refusal.Error.ToJson(ClientDialects.OfPath(context.Request.Path.Value), requestId);
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        // It may quote text from a client or an upstream.
        AnswerSandbox.Put(response.Headers);
        response.Headers[ResponseLabels.RequestIdHeader] = requestId;
        response.Headers[CodeHeader] = refusal.Code;
        if (refusal.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!refusal.MayRetry)
            response.Headers["x-should-retry"] = "false";
        if (refusal == Refusals.UpgradeRequired)
            response.Headers.Upgrade = "HTTP/1.1";
        // It is not a fault if the client has hung up meanwhile.
        if (!context.RequestAborted.IsCancellationRequested)
            await response.Body.WriteAsync(body);
    }
}
