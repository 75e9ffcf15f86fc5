using Sidecar.Diagnostics;
using Sidecar.Domain.Clients;
using Sidecar.Domain.Door;
using Sidecar.Domain.Walk;
using Sidecar.Host.Clients;
using Sidecar.Host.Configuration;
using Sidecar.Host.RuntimeBackends;
using Sidecar.Host.Upstream;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>
/// Handles everything under <c>/v1/</c>: reads the request, refuses it or has it walked and answered. A middleware before routing,
/// because nearly every request ends here.
/// </summary>
internal sealed class ProxyEndpoint(
    RequestDelegate next, SidecarSettings settings, BackendDefinitions definitions, ClientAuthenticator authenticator, ModelsAnswer models,
    Makers makers, Sessions sessions, UnwalkedAnswers unwalked, WalkAnswers walked, RunningRequests running, TimeProvider time,
    ILogger<ProxyEndpoint> log)
{
    // Parsing larger bodies takes too long for the thread that also reads other connections' sockets.
    private const int LargeBody = 256 * 1024;

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
        var arrival = Arrival.Of(context, _ids.Of(now, number), number, now);
        running.Enter();
        // The end of a drain aborts a request just as a hang-up does: the walk ends and the lease is returned.
        using var cut = running.Cut.UnsafeRegister(static c => ((HttpContext)c!).Abort(), context);
        PooledBody? body = null, decoded = null;
        try
        {
            var target = RequestTarget.Of(context);
            if (RefusalUnread(context, target, out var client) is { } unread)
            {
                await unwalked.RefuseAsync(context, arrival, unread);
                return;
            }
            if (ModelsAnswer.IsAskedFor(context.Request)
                && await models.TryAnswerAsync(context, client, arrival.Id) is (true, var refused))
            {
                if (refused is not null)
                    await unwalked.RefuseAsync(context, arrival, refused);
                else
                    unwalked.Answered(arrival);
                return;
            }
            var read = await RequestBodyReader.ReadAsync(context.Request, settings.Http.MaxRequestBody, context.RequestAborted);
            if (read.Outcome == BodyReadOutcome.TooLarge)
                await unwalked.RefuseAsync(context, arrival, Refusals.RequestTooLarge(settings.Http.MaxRequestBody));
            if (read.Outcome == BodyReadOutcome.Malformed)
                await unwalked.RefuseAsync(context, arrival, Refusals.MalformedBody);
            if (read.Outcome != BodyReadOutcome.Read)
                return;
            body = read.Body;
            if (body.Length > LargeBody)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var content = RequestContent.Read(context.Request.Headers, body, settings.Http.MaxRequestBody);
            decoded = content.Decoded;
            if (RefusalOf(content) is { } unfit)
            {
                await unwalked.RefuseAsync(context, arrival, unfit);
                return;
            }
            var request = RequestOf(context, arrival, target, body, content, client?.Name);
            if (client is not null && authenticator.Refuse(client, request, arrival.At) is { } refusal)
            {
                await unwalked.RefuseAsync(context, arrival, refusal, request, client.Name);
                return;
            }
            var tokens = TokenCounts.EstimateFor(request);
            if (tokens is { } count && TokenCounts.IsLeftToUs(definitions.Catalog, request.Model))
            {
                await TokenCounts.WriteAsync(context, request.Id, count);
                unwalked.Answered(arrival);
                return;
            }
            CarryOver(request);
            var session = definitions.Catalog.Defined.Count > 1 ? await FindFormerAsync(context, request) : null;
            body = decoded = null;
            await walked.WriteAsync(context, arrival, request, new AnswerAids(tokens, session));
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            await unwalked.FailAsync(context, arrival, e);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested)
        {
            // Any failure after the client has gone is a consequence of that.
            ProxyLog.FailedAfterHangUp(log, arrival.Id, e.GetType().Name);
        }
        finally
        {
            arrival.EndUnwalked(0, OutcomeLabels.ClientGone, time.GetUtcNow());
            body?.Release();
            decoded?.Release();
            running.Leave();
        }
    }

    private Refusal? RefusalUnread(HttpContext context, RequestTarget target, out Client? client)
    {
        client = null;
        var headers = context.Request.Headers;
        if (headers.Via.Count > 0 && _via.IsIn(headers.Via.ToString()))
            return Refusals.LoopDetected;
        if (!PathRules.StaysInside(target.Path))
            return Refusals.InvalidPath;
        if (!authenticator.IsOpen && (client = authenticator.Admit(context.Request)) is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Refusals.InvalidClientKey;
        }
        return IsUpgrade(context.Request) ? Refusals.UpgradeRequired : null;
    }

    private Refusal? RefusalOf(in RequestContent content) =>
        content.IsTooLarge ? Refusals.RequestTooLarge(settings.Http.MaxRequestBody)
            : content.Envelope.HasLongModel ? Refusals.InvalidModel : null;

    // Clients that try WebSocket first fall back at once. An h2c upgrade may be ignored, and is.
    private static bool IsUpgrade(HttpRequest request) =>
        request.Headers.Upgrade.Count > 0 && request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || request.Method == HttpMethods.Connect;

    private void CarryOver(ProxyRequest request)
    {
        var dialect = RequestDialect.Of(definitions.Catalog, request.Method, request.Path, request.Decoded ?? request.Body);
        request.Ask = dialect.Ask;
        if (dialect.Body is { } chat)
            request.Translated = ChatRequest.Of(request, chat, dialect.Carried);
    }

    // Who made the object that it refers to, and who served its session last.
    private async ValueTask<ulong?> FindFormerAsync(HttpContext context, ProxyRequest request)
    {
        await makers.Loaded;
        makers.Find(request, definitions.Catalog);
        if (sessions.Find(request, context.Request.Headers) is not { } session)
            return null;
        request.Prefers = sessions.Prefer(session, request);
        return session;
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
