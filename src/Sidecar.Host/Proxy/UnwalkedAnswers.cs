using Sidecar.Diagnostics;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Answers given without a walk: counted, traced, logged.</summary>
internal sealed class UnwalkedAnswers(SidecarMeter telemetry, TimeProvider time, ILogger<ProxyEndpoint> log)
{
    /// <summary>Refuses a request of which only the address matters.</summary>
    public Task RefuseAsync(HttpContext context, Arrival arrival, Refusal refusal)
    {
        Count(arrival, refusal);
        RequestLog.RefusedUnread(
            log, arrival.Id, RequestLog.Clip(context.Request.Method), RequestLog.Clip(context.Request.Path), refusal.Status, refusal.Code);
        return RefusalWriter.WriteAsync(context, refusal, arrival.Id);
    }

    /// <summary>Refuses a request that this client may not send.</summary>
    public Task RefuseAsync(HttpContext context, Arrival arrival, Refusal refusal, ProxyRequest request, string client)
    {
        Count(arrival, refusal);
        RequestLog.RefusedClient(log, arrival.Id, RequestLog.Clip(request.Method), RequestLog.Clip(request.Path), client,
            request.Model, refusal.Status, refusal.Code);
        return RefusalWriter.WriteAsync(context, refusal, arrival.Id);
    }

    /// <summary>Reports an internal fault to the client, or aborts the connection if part of an answer was already sent.</summary>
    public async Task FailAsync(HttpContext context, Arrival arrival, Exception fault)
    {
        ProxyLog.Failed(log, arrival.Id, fault);
        arrival.EndUnwalked(Refusals.InternalError.Status, Refusals.InternalError.Code, time.GetUtcNow());
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }
        context.Response.Clear();
        await RefusalWriter.WriteAsync(context, Refusals.InternalError, arrival.Id);
    }

    /// <summary>The request was answered from what Sidecar knows itself.</summary>
    public void Answered(Arrival arrival) =>
        arrival.EndUnwalked(StatusCodes.Status200OK, OutcomeLabels.Of(nameof(RelayOutcome.Completed)), time.GetUtcNow());

    private void Count(Arrival arrival, Refusal refusal)
    {
        var now = time.GetUtcNow();
        telemetry.Walks.Ended(null, refusal.Status, refusal.Code, now - arrival.At);
        arrival.EndUnwalked(refusal.Status, refusal.Code, now);
    }
}
