using Microsoft.AspNetCore.Connections.Features;

namespace Sidecar.Host.Proxy;

/// <summary>Ends a response so that no client can take it for complete: without its last chunk over HTTP/1.1, with RST_STREAM over
/// HTTP/2.</summary>
internal static class BrokenConnection
{
    // For data on their way to a slow client; a client that needs longer misses the error event, but still sees the abort.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ToRead = TimeSpan.FromMilliseconds(250);

    /// <summary>Aborts after everything that was written has been sent, because an error event says why.</summary>
    /// <remarks>
    /// <see cref="HttpContext.Abort"/> alone resets an HTTP/1.1 connection and discards whatever the socket has not sent yet. So the
    /// transport is completed first: it sends what it has and closes, and every client recognises that the last chunk is missing. HTTP/2
    /// has sent everything when a flush returns, but a client that sees a reset may drop what it has not read yet, so it gets a moment.
    /// HTTP/1.0 has no chunks: closing would look like a proper end.
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
