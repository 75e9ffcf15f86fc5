using Microsoft.AspNetCore.Connections.Features;

namespace Sidecar.Host.Proxy;

/// <summary>Ends a response so that no client can take it for whole: without its last chunk over HTTP/1.1, with RST_STREAM over
/// HTTP/2.</summary>
internal static class BrokenConnection
{
    // For what is on its way to a slow client; who needs longer loses the notice, and still sees a break.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ToRead = TimeSpan.FromMilliseconds(250);

    /// <summary>Breaks off after everything that was written has been sent: an error event tells why.</summary>
    /// <remarks>
    /// <see cref="HttpContext.Abort"/> alone resets an HTTP/1.1 connection and takes with it whatever the socket has not sent yet. So its
    /// transport is completed first: it sends what it has and closes, and a body in chunks that lacks the last one is broken for every
    /// client.
    /// HTTP/2 has sent all of it by the time a flush returns, but a client that hears of a reset may drop what it has not read yet: it is
    /// given a moment. HTTP/1.0 has no chunks: a close would be an end in good order.
    /// </remarks>
    public static async Task AfterNoticeAsync(HttpContext context, TimeProvider time)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.Response.ContentLength is null
            && context.Features.Get<IConnectionTransportFeature>() is { } connection
                && context.Features.Get<IConnectionLifetimeFeature>() is { } lifetime)
        {
            await connection.Transport.Output.CompleteAsync();
            await Task.Delay(Patience, time, lifetime.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (HttpProtocol.IsHttp2(context.Request.Protocol))
            await Task.Delay(ToRead, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}
