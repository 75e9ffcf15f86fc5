using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Sidecar.Host.Upstream;

/// <summary>The connections to upstreams: one pool for each base URL and connect timeout, shared by all backends that have both.</summary>
internal sealed class UpstreamConnections(ConnectionLiveness? liveness = null, SslClientAuthenticationOptions? tls = null) : IDisposable
{
    private readonly ConnectionLiveness _liveness = liveness ?? new ConnectionLiveness();
    private readonly ConcurrentDictionary<(string BaseUrl, TimeSpan ConnectTimeout), HttpMessageInvoker> _pools = new();

    public HttpMessageInvoker For(string baseUrl, TimeSpan connectTimeout) => _pools.TryGetValue((baseUrl, connectTimeout), out var known)
        ? known
        : _pools.GetOrAdd((baseUrl, connectTimeout), static (key, self) => self.NewPool(key.ConnectTimeout), this);

    /// <summary>The next request gets a new connection; those that run keep theirs. For who heard nothing at all over one that others share.</summary>
    /// <param name="suspect">What was heard nothing over: of many requests that say so, the first is enough.</param>
    public void Replace(string baseUrl, TimeSpan connectTimeout, HttpMessageInvoker suspect) =>
        // Not disposed of, for others may be about to send over it: idle connections end by themselves within a minute, and a dead one by its pings.
        _pools.TryUpdate((baseUrl, connectTimeout), NewPool(connectTimeout), suspect);

    public void Dispose()
    {
        foreach (var invoker in _pools.Values)
            invoker.Dispose();
    }

    private HttpMessageInvoker NewPool(TimeSpan connectTimeout)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = connectTimeout,
            ConnectCallback = ConnectAsync,
            KeepAlivePingDelay = _liveness.Silence,
            KeepAlivePingTimeout = _liveness.Patience,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            // Header bytes beyond ASCII pass as they are, in both directions; the server side does the same.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            // An answer that nobody wants any more is cut, not read to its end.
            ResponseDrainTimeout = TimeSpan.Zero,
            // Names are looked up again now and then, so that a provider can move.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (tls is not null)
            handler.SslOptions = tls;
        return new HttpMessageInvoker(handler);
    }

    // What the handler does by itself, and the system's own probes: an idle HTTP/1.1 connection has no pings.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            _liveness.KeepAlive(socket);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
