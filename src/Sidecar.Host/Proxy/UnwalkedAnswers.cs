using Sidecar.Diagnostics;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>What is answered without a walk: counted, traced, logged.</summary>
internal sealed class UnwalkedAnswers(SidecarMeter telemetry, TimeProvider time, ILogger<ProxyEndpoint> log)
{
    /// <summary>Refuses what came, of which no more need be known than its address.</summary>
    public Task RefuseAsync(HttpContext context, Arrival arrival, Refusal refusal)
    {
        Count(arrival, refusal);
        RequestLog.RefusedUnread(
            log, arrival.Id, RequestLog.Clip(context.Request.Method), RequestLog.Clip(context.Request.Path), refusal.Status, refusal.Code);
        return RefusalWriter.WriteAsync(context, refusal, arrival.Id);
    }

    /// <summary>Refuses what this client may not ask for.</summary>
    public Task RefuseAsync(HttpContext context, Arrival arrival, Refusal refusal, ProxyRequest request, string client)
    {
        Count(arrival, refusal);
        RequestLog.RefusedClient(log, arrival.Id, RequestLog.Clip(request.Method), RequestLog.Clip(request.Path), client,
            request.Model, refusal.Status, refusal.Code);
        return RefusalWriter.WriteAsync(context, refusal, arrival.Id);
    }

    /// <summary>Tells the client of a fault of Sidecar's own, or cuts it off where it has a part of an answer already.</summary>
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

    /// <summary>It was answered by what Sidecar itself knows.</summary>
    public void Answered(Arrival arrival) =>
        arrival.EndUnwalked(StatusCodes.Status200OK, OutcomeLabels.Of(nameof(RelayOutcome.Completed)), time.GetUtcNow());

    private void Count(Arrival arrival, Refusal refusal)
    {
        var now = time.GetUtcNow();
        telemetry.Walks.Ended(null, refusal.Status, refusal.Code, now - arrival.At);
        arrival.EndUnwalked(refusal.Status, refusal.Code, now);
    }
}
