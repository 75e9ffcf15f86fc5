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
        var stage = AttemptStage.Head;
        var pool = connections.For(call.Backend.BaseUrl, call.Backend.ConnectTimeout);
        HttpRequestMessage? message = null;
        HttpResponseMessage? response = null;
        try
        {
            message = UpstreamRequest.Of(call, out var hidesUsage);
            timer.Restart(call.Backend.Timeout, call.Remaining);
            response = await pool.SendAsync(message, timer.Token);
            if (BrokenHead.FaultOf(response) is { } broken)
            {
                response.Dispose();
                message.Dispose();
                return new UpstreamFailure(UpstreamError.Head, broken);
            }
            var mask = EchoedSecrets.MaskOf(call.Backend, (int)response.StatusCode);
            var answer = HttpUpstreamAnswer.Of(message, response, await response.Content.ReadAsStreamAsync(timer.Token), hidesUsage, mask);
            stage = answer.IsEventStream ? AttemptStage.FirstEvent : AttemptStage.Body;
            var patience = answer.IsEventStream && call.Backend.FirstTokenTimeout > TimeSpan.Zero ? call.Backend.FirstTokenTimeout : call.Backend.Timeout;
            timer.Restart(patience, call.Remaining - time.GetElapsedTime(started));
            var hasBegun = await answer.PeekAsync(timer.Token);
            if (hasBegun && !(answer.Status == 205 && answer.Peeked.Length > 0))
                return answer;
            answer.Dispose();
            return hasBegun ? new UpstreamFailure(UpstreamError.Head, "it sends a body with a 205, which has none") : new UpstreamFailure(UpstreamError.FirstEvent, "the stream ended before its first event");
        }
        catch (Exception e)
        {
            response?.Dispose();
            message?.Dispose();
            // It may be the upstream that thinks, or a connection that died: pings find out in half a minute, and whoever comes next need not wait for that.
            if (stage == AttemptStage.Head && timer.Token.IsCancellationRequested && !cancellation.IsCancellationRequested && IsShared(call.Backend.BaseUrl))
                connections.Replace(call.Backend.BaseUrl, call.Backend.ConnectTimeout, pool);
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
}
