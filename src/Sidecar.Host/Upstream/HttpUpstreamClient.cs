using System.Net;
using Sidecar.Domain.Attempts;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>Sends attempts over HTTP. The only place where exceptions of the network become values.</summary>
/// <param name="time">What timeouts are counted by.</param>
/// <param name="shortages">Is told of what this machine lacks.</param>
internal sealed class HttpUpstreamClient(TimeProvider time, UpstreamConnections connections, Shortages? shortages = null) : IUpstreamClient, IDisposable
{
    public async Task<UpstreamReply> SendAsync(UpstreamCall call, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var timer = new AttemptTimer(time, cancellation);
        var isStreamed = call.Request.Envelope.Stream;
        var stage = AttemptStage.Head;
        var pool = connections.For(call.Backend);
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
            var answer = HttpUpstreamAnswer.Of(message, response, await response.Content.ReadAsStreamAsync(timer.Token), hidesUsage, mask);
            stage = answer.IsEventStream ? AttemptStage.FirstEvent : AttemptStage.Body;
            var elapsed = time.GetElapsedTime(started);
            timer.Restart(AttemptPatience.ForBeginning(call.Backend, isStreamed, answer.IsEventStream, elapsed), call.Remaining - elapsed);
            var hasBegun = await answer.PeekAsync(timer.Token);
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
            // It may be the upstream that thinks, or a connection that died: pings find out in half a minute, and whoever comes next need not wait for that.
            if (stage == AttemptStage.Head && timer.Token.IsCancellationRequested && !cancellation.IsCancellationRequested && IsShared(call.Backend.BaseUrl))
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

    public void Dispose() => connections.Dispose();

    // HTTP/2 is spoken over TLS only; of the others, a connection ends with the attempt that was cut.
    private static bool IsShared(string baseUrl) => baseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static UpstreamFailure Refused(HttpRequestMessage message, HttpResponseMessage response, UpstreamError error, string detail)
    {
        response.Dispose();
        message.Dispose();
        return new UpstreamFailure(error, detail);
    }
}
