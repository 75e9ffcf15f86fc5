using Sidecar.Diagnostics;
using Sidecar.Dispatching;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Door;
using Sidecar.Domain.Walk;
using Sidecar.Domain.Wire;
using Sidecar.Host.Admin;
using Sidecar.Host.Clients;
using Sidecar.Host.Configuration;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Upstream;
using Sidecar.Relay;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>
/// Everything under <c>/v1/</c>: reads the request, has it walked, and writes what came of it. A middleware ahead of routing, because
/// every request that counts ends here.
/// </summary>
internal sealed class ProxyEndpoint(
    RequestDelegate next, SidecarSettings settings, BackendDefinitions definitions, ClientAuthenticator authenticator, RequestGate gate,
        ModelsAnswer models, Makers makers, ProxyResponseWriter writer, RunningRequests running, SidecarMeter telemetry, TimeProvider time,
        ILogger<ProxyEndpoint> log)
{
    // Reading so much for its model and stream takes longer than other connections should wait for the thread that reads their sockets.
    private const int LargeBody = 256 * 1024;

    // A disk takes less; one that takes longer is not waited for.
    private static readonly TimeSpan ForTheDisk = TimeSpan.FromMilliseconds(20);

    private readonly LongestWalks _longest = new(time);
    private readonly Sessions _sessions = new(settings.Walk.Routing.Affinity);
    private readonly RequestIds _ids = RequestIds.OfProcess();
    private readonly OwnVia _via = OwnVia.OfProcess();
    private long _lastNumber = -1;

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal, out var rest) && rest.HasValue ? ProxyAsync(context)
            : next(context);

    private async Task ProxyAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        var number = Interlocked.Increment(ref _lastNumber);
        var id = _ids.Of(now, number);
        var arrival = Arrival.Of(context, id, number, now);
        running.Enter();
        // Cut by the end of a drain just as by the client itself: the walk ends, the lease goes back.
        using var cut = running.Cut.UnsafeRegister(static c => ((HttpContext)c!).Abort(), context);
        PooledBody? body = null, decoded = null;
        try
        {
            var target = RequestTarget.Of(context);
            if (AstrayOf(context.Request.Headers, target) is { } astray)
            {
                await RefuseUnwalkedAsync(context, arrival, astray);
                return;
            }
            Client? client = null;
            if (!authenticator.IsOpen && (client = authenticator.Admit(context.Request)) is null)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await RefuseUnwalkedAsync(context, arrival, Refusals.InvalidClientKey);
                return;
            }
            if (IsUpgrade(context))
            {
                await RefuseUnwalkedAsync(context, arrival, Refusals.UpgradeRequired);
                return;
            }
            if (ModelsAnswer.IsAskedFor(context.Request) && await models.TryAnswerAsync(context, client, id) is var (isAnswered, refused)
                && isAnswered)
            {
                if (refused is not null)
                    await RefuseUnwalkedAsync(context, arrival, refused);
                else
                    arrival.EndUnwalked(StatusCodes.Status200OK, OutcomeLabels.Of(nameof(RelayOutcome.Completed)), time.GetUtcNow());
                return;
            }
            var read = await RequestBodyReader.ReadAsync(context.Request, settings.Http.MaxRequestBody, context.RequestAborted);
            if (read.Outcome == BodyReadOutcome.TooLarge)
                await RefuseUnwalkedAsync(context, arrival, Refusals.RequestTooLarge(settings.Http.MaxRequestBody));
            if (read.Outcome == BodyReadOutcome.Malformed)
                await RefuseUnwalkedAsync(context, arrival, Refusals.MalformedBody);
            if (read.Outcome != BodyReadOutcome.Read)
                return;
            body = read.Body;
            if (body.Length > LargeBody)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var content = RequestContent.Read(context.Request.Headers, body, settings.Http.MaxRequestBody);
            decoded = content.Decoded;
            if (content.IsTooLarge)
            {
                await RefuseUnwalkedAsync(context, arrival, Refusals.RequestTooLarge(settings.Http.MaxRequestBody));
                return;
            }
            var request = RequestOf(context, arrival, target, body, content, client?.Name);
            if (request.Envelope.HasLongModel)
            {
                await RefuseUnwalkedAsync(context, arrival, Refusals.InvalidModel);
                return;
            }
            if (client is not null && authenticator.Refuse(client, request, arrival.At) is { } refusal)
            {
                await RefuseClientAsync(context, arrival, request, client, refusal);
                return;
            }
            var tokens = TokenCounts.EstimateFor(request);
            if (tokens is { } count && TokenCounts.IsLeftToUs(definitions.Catalog, request.Model))
            {
                await TokenCounts.WriteAsync(context, id, count);
                arrival.EndUnwalked(StatusCodes.Status200OK, OutcomeLabels.Of(nameof(RelayOutcome.Completed)), time.GetUtcNow());
                return;
            }
            CarryOver(request);
            if (definitions.Catalog.Defined.Count > 1)
            {
                await makers.Loaded;
                makers.Find(request);
            }
            var session = definitions.Catalog.Defined.Count > 1 ? _sessions.Find(request, context.Request.Headers) : null;
            if (session is { } known)
                request.Prefers = _sessions.LastOf(known, arrival.At);
            body = decoded = null;
            await AnswerAsync(context, arrival, request, new AnswerAids(tokens, session));
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            ProxyLog.Failed(log, id, e);
            arrival.EndUnwalked(Refusals.InternalError.Status, Refusals.InternalError.Code, time.GetUtcNow());
            if (context.Response.HasStarted)
                context.Abort();
            else
                await RefuseFaultAsync(context, id);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whatever fails after the client has left is a consequence of that.
            ProxyLog.FailedAfterHangUp(log, id, e.GetType().Name);
        }
        finally
        {
            arrival.EndUnwalked(0, OutcomeLabels.ClientGone, time.GetUtcNow());
            body?.Release();
            decoded?.Release();
            running.Leave();
        }
    }

    private Task RefuseUnwalkedAsync(HttpContext context, Arrival arrival, Refusal refusal)
    {
        var now = time.GetUtcNow();
        telemetry.Walks.Ended(null, refusal.Status, refusal.Code, now - arrival.At);
        arrival.EndUnwalked(refusal.Status, refusal.Code, now);
        RequestLog.RefusedUnread(
            log, arrival.Id, RequestLog.Clip(context.Request.Method), RequestLog.Clip(context.Request.Path), refusal.Status, refusal.Code);
        return RefusalWriter.WriteAsync(context, refusal, arrival.Id);
    }

    private Task RefuseClientAsync(HttpContext context, Arrival arrival, ProxyRequest request, Client client, Refusal refusal)
    {
        var now = time.GetUtcNow();
        telemetry.Walks.Ended(null, refusal.Status, refusal.Code, now - arrival.At);
        arrival.EndUnwalked(refusal.Status, refusal.Code, now);
        RequestLog.RefusedClient(log, arrival.Id, RequestLog.Clip(request.Method), RequestLog.Clip(request.Path), client.Name,
            request.Model, refusal.Status, refusal.Code);
        return RefusalWriter.WriteAsync(context, refusal, arrival.Id);
    }

    // Clients that try WebSocket first fall back at once. An h2c upgrade may be passed over, and is.
    private static bool IsUpgrade(HttpContext context) =>
        context.Request.Headers.Upgrade.Count > 0
            && context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || context.Request.Method == HttpMethods.Connect;

    private static Task RefuseFaultAsync(HttpContext context, string id)
    {
        context.Response.Clear();
        return RefusalWriter.WriteAsync(context, Refusals.InternalError, id);
    }

    private async Task AnswerAsync(HttpContext context, Arrival arrival, ProxyRequest request, AnswerAids aids)
    {
        var walk = new TaskCompletionSource<ProxyAnswer>();
        ProxyAnswer? answer = null;
        try
        {
            if (gate.Actors is null && await gate.WaitAsync(
                request.ArrivedAt + settings.Walk.Deadline - time.GetUtcNow(), time, context.RequestAborted) is { } refusal)
            {
                await RefuseUnwalkedAsync(context, arrival, refusal);
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
            // Nobody sends it again. A stream may go on for many minutes, and prompts are long. Whether a lost walk still does is unknown.
            if (answer is null || !LongestWalks.IsLost(answer))
            {
                request.Body.Release();
                request.Decoded?.Release();
                request.Translated?.Body.Release();
            }
        }
        if (LongestWalks.IsLost(answer))
            ProxyLog.WalkLost(log, request.Id);
        // What this walk has found out about backends should outlive the process as soon as its client can know of it.
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
                _sessions.Note(session, relayed.Backend.Id, time.GetUtcNow());
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

    private void CarryOver(ProxyRequest request)
    {
        var dialect = RequestDialect.Of(definitions.Catalog, request.Method, request.Path, request.Decoded ?? request.Body);
        request.Ask = dialect.Ask;
        if (dialect.Body is { } chat)
            request.Translated = ChatRequest.Of(request, chat, dialect.Carried);
    }

    /// <summary>What was found in a request that its answer needs.</summary>
    /// <param name="Tokens">The estimate that a count of tokens may have to be answered by.</param>
    /// <param name="Session">Whose answer it is.</param>
    private readonly record struct AnswerAids(long? Tokens, ulong? Session);

    private Refusal? AstrayOf(IHeaderDictionary headers, RequestTarget target)
    {
        if (headers.Via.Count > 0 && _via.IsIn(headers.Via.ToString()))
            return Refusals.LoopDetected;
        return PathRules.StaysInside(target.Path) ? null : Refusals.InvalidPath;
    }

    private ProxyRequest RequestOf(
        HttpContext context, Arrival arrival, RequestTarget target, PooledBody body, in RequestContent content, string? client)
    {
        var envelope = content.Envelope;
        return new ProxyRequest
        {
            Id = arrival.Id,
            Method = context.Request.Method,
            Path = target.Path,
            Query = target.Query,
            Headers = context.Request.Headers,
            Body = body,
            Decoded = content.Decoded,
            Envelope = envelope,
            Model = definitions.Catalog.Resolve(envelope.Model),
            Via = _via.BehindThat(context.Request.Headers.Via),
            HasAuthorization = context.Request.Headers.Authorization.Count > 0,
            ArrivedAt = arrival.At,
            ReadAt = time.GetUtcNow(),
            Trace = arrival.Trace,
            Client = client,
            RequestNumber = arrival.RequestNumber,
            ClientGone = context.RequestAborted,
        };
    }
}
