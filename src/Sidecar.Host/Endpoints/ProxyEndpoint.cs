using Sidecar.Configuration;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Http;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Turns;
using Sidecar.Upstream;
using Sidecar.Wiring;

namespace Sidecar.Endpoints;

/// <summary>Everything under <c>/v1/</c>: reads the request, has it walked, and writes what came of it. A middleware ahead of routing, because every request that counts ends here.</summary>
internal sealed class ProxyEndpoint(
    RequestDelegate next, SidecarSettings settings, RequestGate gate, ProxyResponseWriter writer, RunningRequests running, TimeProvider time, ILogger<ProxyEndpoint> log)
{
    // Reading so much for its model and stream takes longer than other connections should wait for the thread that reads their sockets.
    private const int LargeBody = 256 * 1024;

    private readonly RequestIds _ids = RequestIds.OfProcess();
    private long _lastTurn = -1;

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal, out var rest) && rest.HasValue ? ProxyAsync(context) : next(context);

    private async Task ProxyAsync(HttpContext context)
    {
        var arrivedAt = time.GetUtcNow();
        var turn = Interlocked.Increment(ref _lastTurn);
        var id = _ids.Of(arrivedAt, turn);
        running.Enter();
        // Cut by the end of a drain just as by the client itself: the walk ends, the lease goes back.
        using var cut = running.Cut.UnsafeRegister(static c => ((HttpContext)c!).Abort(), context);
        PooledBody? body = null;
        try
        {
            var read = await RequestBodyReader.ReadAsync(context.Request, settings.Http.MaxRequestBody, context.RequestAborted);
            if (read.Outcome == BodyReadOutcome.TooLarge)
                await RefuseUnwalkedAsync(context, id, Refusals.RequestTooLarge(settings.Http.MaxRequestBody));
            if (read.Outcome == BodyReadOutcome.Malformed)
                await RefuseUnwalkedAsync(context, id, Refusals.MalformedBody);
            if (read.Outcome != BodyReadOutcome.Read)
                return;
            body = read.Body;
            if (body.Length > LargeBody)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var request = RequestOf(context, id, turn, arrivedAt, body);
            body = null;
            await AnswerAsync(context, request);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            EndpointLog.Failed(log, id, e);
            if (context.Response.HasStarted)
                context.Abort();
            else
                await RefuseFaultAsync(context, id);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whatever fails after the client has left is a consequence of that.
            EndpointLog.FailedAfterHangUp(log, id, e.GetType().Name);
        }
        finally
        {
            body?.Release();
            running.Leave();
        }
    }

    private Task RefuseUnwalkedAsync(HttpContext context, string id, Refusal refusal)
    {
        RequestLog.RefusedUnread(log, id, context.Request.Method, context.Request.Path, refusal.Status, refusal.Code);
        return RefusalWriter.WriteAsync(context, refusal, id);
    }

    private static Task RefuseFaultAsync(HttpContext context, string id)
    {
        context.Response.Clear();
        return RefusalWriter.WriteAsync(context, Refusals.InternalError, id);
    }

    private async Task AnswerAsync(HttpContext context, ProxyRequest request)
    {
        var walk = new TaskCompletionSource<ProxyAnswer>();
        ProxyAnswer answer;
        try
        {
            if (gate.Actors is null && await gate.WaitAsync(request.ArrivedAt + settings.Walk.Deadline - time.GetUtcNow(), time, context.RequestAborted) is { } refusal)
            {
                await RefuseUnwalkedAsync(context, request.Id, refusal);
                return;
            }
            Turn.Tell(gate.Actors!.ForNextRequest(), new RequestProtocol.HandleRequest(request, walk));
            if (settings.SseKeepAlive > TimeSpan.Zero && request.Envelope.Stream)
                await EarlyStream.WaitAsync(context, walk.Task, settings.SseKeepAlive, request.Id, time);
            answer = await new AfterTurn<ProxyAnswer>(walk.Task);
        }
        finally
        {
            // Nobody sends it again. A stream may go on for many minutes, and prompts are long.
            request.Body.Release();
        }
        switch (answer)
        {
            case Relayed relayed:
                await RelayAsync(context, request, relayed);
                break;
            case Refused refused when context.Response.HasStarted:
                await EarlyStream.WriteRefusalAsync(context, refused.Refusal);
                break;
            case Refused refused:
                await RefusalWriter.WriteAsync(context, refused.Refusal, request.Id);
                break;
        }
    }

    private async ValueTask RelayAsync(HttpContext context, ProxyRequest request, Relayed relayed)
    {
        var report = new RelayReport(RelayOutcome.Faulted, default, 0);
        try
        {
            var labels = new ResponseLabels(request.Id, relayed.Backend.Id, relayed.Backend.Pool, relayed.Phase, relayed.Attempts);
            report = await writer.WriteAsync(context, relayed.Answer, labels, relayed.Backend.Timeout);
        }
        finally
        {
            relayed.Answer.Dispose();
            Turn.Tell(relayed.Coordinator, new RequestProtocol.RelayEnded(report));
        }
    }

    private ProxyRequest RequestOf(HttpContext context, string id, long turn, DateTimeOffset arrivedAt, PooledBody body)
    {
        var envelope = RequestEnvelopeReader.Read(body.Memory.Span);
        var target = RequestTarget.Of(context);
        return new ProxyRequest
        {
            Id = id,
            Method = context.Request.Method,
            Path = target.Path,
            Query = target.Query,
            Headers = context.Request.Headers,
            Body = body,
            Envelope = envelope,
            Model = settings.Catalog.Resolve(envelope.Model),
            HasAuthorization = context.Request.Headers.Authorization.Count > 0,
            ArrivedAt = arrivedAt,
            Turn = turn,
            ClientGone = context.RequestAborted,
        };
    }
}
