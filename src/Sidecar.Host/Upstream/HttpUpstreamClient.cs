using Sidecar.Domain.Attempts;
using Sidecar.Upstream;

namespace Sidecar.Host.Upstream;

/// <summary>Sends attempts over HTTP. The only place where exceptions of the network become values.</summary>
/// <param name="time">What timeouts are counted by.</param>
internal sealed class HttpUpstreamClient(TimeProvider time, UpstreamConnections connections) : IUpstreamClient, IDisposable
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
            var answer = HttpUpstreamAnswer.Of(message, response, await response.Content.ReadAsStreamAsync(timer.Token), hidesUsage);
            stage = answer.IsEventStream ? AttemptStage.FirstEvent : AttemptStage.Body;
            var patience = answer.IsEventStream && call.Backend.FirstTokenTimeout > TimeSpan.Zero ? call.Backend.FirstTokenTimeout : call.Backend.Timeout;
            timer.Restart(patience, call.Remaining - time.GetElapsedTime(started));
            if (await answer.PeekAsync(timer.Token))
                return answer;
            answer.Dispose();
            return new UpstreamFailure(UpstreamError.FirstEvent, "the stream ended before its first event");
        }
        catch (Exception e)
        {
            response?.Dispose();
            message?.Dispose();
            // It may be the upstream that thinks, or a connection that died: pings find out in half a minute, and whoever comes next need not wait for that.
            if (stage == AttemptStage.Head && timer.Token.IsCancellationRequested && !cancellation.IsCancellationRequested && IsShared(call.Backend.BaseUrl))
                connections.Replace(call.Backend.BaseUrl, call.Backend.ConnectTimeout, pool);
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
