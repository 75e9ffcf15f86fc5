using System.Net;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>Sends attempts over HTTP. The only place where network exceptions become values.</summary>
/// <param name="time">The clock for timeouts.</param>
/// <param name="shortages">Notified when this machine runs short of something.</param>
/// <param name="hold">How long an answer is held back that arrives but says nothing.</param>
internal sealed class HttpUpstreamClient(
    TimeProvider time, UpstreamConnections connections, Shortages? shortages = null, TimeSpan hold = default) : IUpstreamClient, IDisposable
{
    private readonly UsageRefusals _refusals = new();
    private readonly TranslatedCalls _translated = new();

    public Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation) =>
        call.Request.Translated is not null && _translated.Of(call) is { } made ? SendTranslatedAsync(call, made, cancellation)
            : SendAsItIsAsync(call, cancellation);

    private Task<UpstreamReply> SendAsItIsAsync(UpstreamCall call, CancellationToken cancellation) =>
        call.InjectUsage && UsageInjection.Applies(call.Request.Path, call.Request.Envelope) ? AskForUsageAsync(call, cancellation)
            : SendOnceAsync(call, cancellation);

    public void Dispose() => connections.Dispose();

    private async Task<UpstreamReply> SendTranslatedAsync(UpstreamCall call, UpstreamCall made, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var reply = await SendAndReleaseAsync(call, made, cancellation);
        if (_translated.RefusesEffort(call, reply))
        {
            ((HttpUpstreamAnswer)reply).Dispose();
            var rest = call with { Remaining = call.Remaining - time.GetElapsedTime(started) };
            reply = await SendAndReleaseAsync(call, _translated.Of(rest)!, cancellation);
        }
        if (reply is not HttpUpstreamAnswer answer)
            return reply;
        using var timer = new AttemptTimer(time, cancellation) { IsShare = call.IsShare };
        try
        {
            return await TranslatedAttempt.ReadAsync(call, answer, timer);
        }
        catch (Exception e)
        {
            answer.Dispose();
            return AttemptFailures.Of(e, AttemptStage.Body, timer, cancellation);
        }
    }

    private async Task<UpstreamReply> SendAndReleaseAsync(UpstreamCall call, UpstreamCall made, CancellationToken cancellation)
    {
        try
        {
            return await SendAsItIsAsync(made, cancellation);
        }
        finally
        {
            if (!ReferenceEquals(made.Request, call.Request.Translated))
                made.Request.Body.Release();
        }
    }

    // The second request is the first one without what the client never asked for; it is sent once in a backend's life.
    private async Task<UpstreamReply> AskForUsageAsync(UpstreamCall call, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        if (_refusals.Has(call.Backend))
            return await SendOnceAsync(call with { InjectUsage = false }, cancellation);
        var reply = await SendOnceAsync(call, cancellation);
        if (reply is not HttpUpstreamAnswer answer || !UsageRefusals.Is(answer))
            return reply;
        _refusals.Add(call.Backend);
        answer.Dispose();
        return await SendOnceAsync(
            call with { InjectUsage = false, Remaining = call.Remaining - time.GetElapsedTime(started) }, cancellation);
    }

    private async Task<UpstreamReply> SendOnceAsync(UpstreamCall call, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var timer = new AttemptTimer(time, cancellation) { IsShare = call.IsShare };
        var isStreamed = call.Request.Envelope.Stream;
        var stage = AttemptStage.Head;
        var pool = connections.For(call.Backend, call.Request.Body.Length);
        HttpRequestMessage? message = null;
        HttpResponseMessage? response = null;
        try
        {
            message = UpstreamRequest.Of(call, out var hidesUsage);
            timer.Restart(AttemptPatience.ForHead(call.Backend, isStreamed), call.Remaining);
            response = await pool.SendAsync(message, timer.Token);
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired && call.Backend.Proxy is not null)
                return Refused(message, response, UpstreamError.Connect, "the proxy asks for a user and a password");
            if (BrokenHead.FaultOf(response) is { } broken)
                return Refused(message, response, UpstreamError.Head, broken);
            var mask = EchoedSecrets.MaskOf(call.Backend, (int)response.StatusCode);
            var answer = HttpUpstreamAnswer.Of(message, response, await response.Content.ReadAsStreamAsync(timer.Token),
                Generation.IsAskedFor(call.Request.Method, call.Request.Path), hidesUsage, time, mask);
            stage = answer.IsEventStream ? AttemptStage.FirstEvent : AttemptStage.Body;
            var elapsed = time.GetElapsedTime(started);
            timer.Restart(AttemptPatience.ForBeginning(call.Backend, isStreamed, answer.IsEventStream, elapsed), call.Remaining - elapsed);
            var hasBegun = await answer.PeekAsync(hold, timer.Token, cancellation);
            if (hasBegun && !(answer.Status == 205 && answer.Peeked.Length > 0))
                return answer;
            answer.Dispose();
            return hasBegun
                ? new UpstreamFailure(UpstreamError.Head, "it sends a body with a 205, which has none")
                : new UpstreamFailure(UpstreamError.FirstEvent, "the stream ended before its first event");
        }
        catch (Exception e)
        {
            response?.Dispose();
            message?.Dispose();
            // Either the upstream is thinking, or the connection has died: pings find out within half a minute, and the next request need
            // not wait for that.
            if (stage == AttemptStage.Head && timer.Token.IsCancellationRequested && !cancellation.IsCancellationRequested
                && IsShared(call.Backend.BaseUrl))
                connections.Replace(call.Backend, pool);
            if (Shortages.In(e) is { } shortage)
                shortages?.Note(shortage);
            return AttemptFailures.Of(e, stage, timer, cancellation);
        }
        finally
        {
            timer.Dispose();
        }
    }

    // HTTP/2 is used over TLS only; otherwise a connection ends with the attempt that was cut off.
    private static bool IsShared(string baseUrl) => baseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static UpstreamFailure Refused(HttpRequestMessage message, HttpResponseMessage response, UpstreamError error, string detail)
    {
        response.Dispose();
        message.Dispose();
        return new UpstreamFailure(error, detail);
    }
}
