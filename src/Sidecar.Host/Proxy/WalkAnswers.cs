using Sidecar.Dispatching;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Host.Configuration;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Has a request walked, after it was read and admitted, and writes the result.</summary>
internal sealed class WalkAnswers(
    SidecarSettings settings, BackendDefinitions definitions, RequestGate gate, UnwalkedAnswers unwalked, Makers makers, Sessions sessions,
    ProxyResponseWriter writer, TimeProvider time, ILogger<ProxyEndpoint> log)
{
    // A disk takes less; a slower one is not waited for.
    private static readonly TimeSpan ForTheDisk = TimeSpan.FromMilliseconds(20);

    private readonly LongestWalks _longest = new(time);

    /// <summary>Releases the request's bodies.</summary>
    public async Task WriteAsync(HttpContext context, Arrival arrival, ProxyRequest request, AnswerAids aids)
    {
        var walk = new TaskCompletionSource<ProxyAnswer>();
        ProxyAnswer? answer = null;
        try
        {
            if (gate.Actors is null && await gate.WaitAsync(
                request.ArrivedAt + settings.Walk.Deadline - time.GetUtcNow(), time, context.RequestAborted) is { } refusal)
            {
                await unwalked.RefuseAsync(context, arrival, refusal);
                return;
            }
            arrival.Trace?.HandOver();
            var isStreamed = request.Envelope.Stream;
            using var bound = _longest.Watch(walk, isStreamed, WalkBudget.Longest(settings.Walk, definitions.Catalog, isStreamed));
            InlineRun.Tell(gate.Actors!.ForNextRequest(), new RequestProtocol.HandleRequest(request, walk));
            if (settings.SseKeepAlive > TimeSpan.Zero && isStreamed)
                await EarlyStream.WaitAsync(context, walk.Task, settings.SseKeepAlive, request.Id, time);
            answer = await new AfterInlineRun<ProxyAnswer>(walk.Task);
        }
        finally
        {
            // The body is not sent again. A stream may last many minutes, and prompts are long. If a walk was lost, it may still be using
            // the body.
            if (answer is null || !LongestWalks.IsLost(answer))
            {
                request.Body.Release();
                request.Decoded?.Release();
                request.Translated?.Body.Release();
            }
        }
        if (LongestWalks.IsLost(answer))
            ProxyLog.WalkLost(log, request.Id);
        // What this walk has learned about backends should survive the process as soon as its client can know of it.
        if (answer is not Relayed { Attempts: 1 } && gate.Actors!.Unwritten is { Any: true } unwritten)
            await unwritten.WhenWritten(ForTheDisk, time);
        switch (answer)
        {
            case Relayed relayed:
                await RelayAsync(context, request, relayed, aids);
                break;
            case Refused when aids.Tokens is { } count && TokenCounts.IsUnanswered(answer):
                await TokenCounts.WriteAsync(context, request.Id, count);
                break;
            case Refused refused when context.Response.HasStarted:
                await EarlyStream.WriteRefusalAsync(context, refused.Refusal, request.Id, time);
                break;
            case Refused refused:
                await RefusalWriter.WriteAsync(context, refused.Refusal, request.Id);
                break;
        }
    }

    private async ValueTask RelayAsync(HttpContext context, ProxyRequest request, Relayed relayed, AnswerAids aids)
    {
        var report = new RelayReport(RelayOutcome.Faulted, default, 0);
        try
        {
            if (aids.Session is { } session && relayed.Status < 300)
                sessions.Note(session, relayed.Backend.Id, time.GetUtcNow());
            makers.Note(request, relayed);
            report = aids.Tokens is { } count && TokenCounts.IsUnanswered(relayed)
                ? await TokenCounts.WriteAsync(context, request.Id, count)
                : await writer.WriteAsync(context, request, relayed);
        }
        finally
        {
            relayed.Answer.Dispose();
            InlineRun.Tell(relayed.Coordinator, new RequestProtocol.RelayEnded(report));
        }
    }
}
