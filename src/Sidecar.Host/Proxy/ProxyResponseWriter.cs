using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Primitives;
using Sidecar.Diagnostics;
using Sidecar.Dispatching;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Door;
using Sidecar.Domain.Wire;
using Sidecar.Host.Configuration;
using Sidecar.Host.Upstream;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Gives the client an upstream's answer: status, headers, labels, body.</summary>
internal sealed class ProxyResponseWriter(ActorSystem system, SidecarSettings settings, SidecarMeter telemetry, TimeProvider time)
{
    private readonly ActorMaterializer _materializer = ActorMaterializer.Create(system, ActorMaterializerSettings.Create(system).WithDispatcher(InlineDispatcher.Path));

    /// <param name="context">The client's connection.</param>
    /// <param name="request">What it asked for.</param>
    /// <param name="relayed">What it is given; the answer is relayed, not disposed.</param>
    public ValueTask<RelayReport> WriteAsync(HttpContext context, ProxyRequest request, Relayed relayed)
    {
        var (answer, backend) = (relayed.Answer, relayed.Backend);
        var response = context.Response;
        var isEarly = response.HasStarted;
        var isGeneration = Generation.IsAskedFor(request.Method, request.Path);
        if (!isEarly)
            WriteHead(response, relayed.Status, answer, new ResponseLabels(request.Id, backend.Id, backend.Pool, relayed.Phase, relayed.Attempts));
        if (!isEarly && !answer.IsEventStream && answer.IsWhole)
            return ValueTask.FromResult(PlainRelay.Pass(answer, response.BodyWriter, isGeneration, context.RequestAborted));
        var chunks = answer.IsEventStream ? telemetry.Attempts.TimeChunks(request.Path, backend, request.Model, time) : null;
        return new ValueTask<RelayReport>(RelayAsync(context, answer,
            new RelaySettings(backend.Timeout, settings.SseKeepAlive, time, chunks, ClientDialects.OfPath(request.Path), request.Id, settings.Http.ClientStall, isGeneration), isEarly));
    }

    private async Task<RelayReport> RelayAsync(HttpContext context, UpstreamAnswer answer, RelaySettings relay, bool isEarly)
    {
        var response = context.Response;
        if (answer.IsEventStream)
            return await StreamAsync(context, answer, relay);
        if (isEarly)
            return await EarlyStream.WriteAsEventAsync(context, answer, relay);
        var report = await PlainRelay.RunAsync(answer, response.BodyWriter, relay, context.RequestAborted);
        // Ending such a body as if it were whole would pass a truncated answer off as a good one.
        if (report.Outcome is RelayOutcome.UpstreamBroke or RelayOutcome.UpstreamStalled or RelayOutcome.ClientStalled or RelayOutcome.Faulted)
            context.Abort();
        return report;
    }

    private async Task<RelayReport> StreamAsync(HttpContext context, UpstreamAnswer answer, RelaySettings relay)
    {
        var report = await SseRelay.RunAsync(answer, context.Response.BodyWriter, relay, _materializer, context.RequestAborted);
        if (report.Outcome is RelayOutcome.UpstreamBroke or RelayOutcome.UpstreamStalled)
            await BrokenConnection.AfterNoticeAsync(context, time);
        else if (report.Outcome is RelayOutcome.ClientStalled or RelayOutcome.Faulted)
            context.Abort();
        return report;
    }

    private static void WriteHead(HttpResponse response, int status, UpstreamAnswer answer, ResponseLabels labels)
    {
        response.StatusCode = status;
        if (answer is HttpUpstreamAnswer http)
            CopyHeaders(http, response.Headers);
        AnswerSandbox.Put(response.Headers);
        labels.WriteTo(response.Headers);
    }

    private static void CopyHeaders(HttpUpstreamAnswer answer, IHeaderDictionary to)
    {
        // There may be several of them; joined, each name in any of them counts.
        var connection = answer.Response.Headers.NonValidated.TryGetValues("connection", out var named) ? named.ToString() : null;
        foreach (var (name, values) in answer.Response.Headers.NonValidated)
            if (HeaderRules.GoesToClient(name, answer.IsDecompressed) && (connection is null || !HeaderRules.IsNamedBy(connection, name)))
                Append(to, name, values, answer.Mask);
        var isChunked = answer.Response.Headers.NonValidated.Contains("transfer-encoding");
        foreach (var (name, values) in answer.Response.Content.Headers.NonValidated)
            if (HeaderRules.GoesToClient(name, answer.IsDecompressed, isChunked) && !IsUntrue(answer, name))
                Append(to, name, values, answer.Mask);
    }

    // A stream may lose its usage event here, or get an error event that the upstream did not count; a status without a body has no length either.
    private static bool IsUntrue(HttpUpstreamAnswer answer, string name) =>
        (answer.IsEventStream || answer.Status is 204 or 205) && name.Equals("content-length", StringComparison.OrdinalIgnoreCase);

    private static void Append(IHeaderDictionary to, string name, System.Net.Http.Headers.HeaderStringValues values, SecretMask? mask)
    {
        try
        {
            to.Append(name, mask is null ? ToStringValues(values) : new StringValues([.. values.Select(mask.Apply)]));
        }
        catch (InvalidOperationException)
        {
            // A control character in it, which the server does not send on: better an answer without this header than none.
        }
    }

    private static StringValues ToStringValues(System.Net.Http.Headers.HeaderStringValues values) =>
        values.Count == 1 ? values.ToString() : new StringValues([.. values]);
}
