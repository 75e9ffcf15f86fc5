using Akka.Actor;
using Akka.Streams;
using Sidecar.Diagnostics;
using Sidecar.Dispatching;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Host.Configuration;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Writes an upstream's answer to the client: status, headers, Sidecar's own headers, body.</summary>
internal sealed class ProxyResponseWriter(ActorSystem system, SidecarSettings settings, SidecarMeter telemetry, TimeProvider time)
{
    private readonly ActorMaterializer _materializer =
        ActorMaterializer.Create(system, ActorMaterializerSettings.Create(system).WithDispatcher(InlineDispatcher.Path));

    /// <param name="context">The client's connection.</param>
    /// <param name="request">The client's request.</param>
    /// <param name="relayed">The answer, which is relayed but not disposed.</param>
    public ValueTask<RelayReport> WriteAsync(HttpContext context, ProxyRequest request, Relayed relayed)
    {
        var (answer, backend) = (relayed.Answer, relayed.Backend);
        var response = context.Response;
        var isEarly = response.HasStarted;
        var isGeneration = Generation.IsAskedFor(request.Method, request.Path);
        if (!isEarly)
            WriteHead(response, relayed.Status, answer,
                new ResponseLabels(request.Id, backend.Id, backend.Pool, relayed.Phase, relayed.Attempts,
                    answer.Translated?.How ?? Translations.None));
        if (!isEarly && !answer.IsEventStream && answer.IsWhole)
            return ValueTask.FromResult(PlainRelay.Pass(answer, response.BodyWriter, isGeneration, context.RequestAborted));
        var chunks = answer.IsEventStream ? telemetry.Attempts.TimeChunks(request.Path, backend, request.Model, time) : null;
        return new ValueTask<RelayReport>(RelayAsync(context, answer,
            new RelaySettings(backend.Timeout, settings.SseKeepAlive, time, chunks, ClientDialects.OfPath(request.Path), request.Id,
                settings.Http.ClientStall, isGeneration, FirstWordWithin(request, backend)), isEarly));
    }

    // What "hold" let pass has a beginning of comments or blank lines at most: its first event is still to come in time.
    private TimeSpan? FirstWordWithin(ProxyRequest request, Backend backend)
    {
        if (!request.Envelope.Stream)
            return null;
        var left = WalkBudget.Remaining(settings.Walk, request.ArrivedAt, time.GetUtcNow());
        return backend.FirstTokenTimeout > TimeSpan.Zero && backend.FirstTokenTimeout < left ? backend.FirstTokenTimeout : left;
    }

    private async Task<RelayReport> RelayAsync(HttpContext context, UpstreamAnswer answer, RelaySettings relay, bool isEarly)
    {
        var response = context.Response;
        if (answer.IsEventStream)
            return await StreamAsync(context, answer, relay);
        if (isEarly)
            return await EarlyStream.WriteAsEventAsync(context, answer, relay);
        var report = await PlainRelay.RunAsync(answer, response.BodyWriter, relay, context.RequestAborted);
        // Ending such a body normally would pass off a truncated answer as a complete one.
        if (report.Outcome is RelayOutcome.UpstreamBroke or RelayOutcome.UpstreamStalled
            or RelayOutcome.ClientStalled or RelayOutcome.Faulted)
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
        answer.CopyHeadersTo(response.Headers);
        AnswerSandbox.Put(response.Headers);
        labels.WriteTo(response.Headers);
    }
}
