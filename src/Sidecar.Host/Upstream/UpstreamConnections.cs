using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Sidecar.Domain.Backends;

namespace Sidecar.Host.Upstream;

/// <summary>The connections to upstreams: one pool for each base URL, connect timeout and proxy, shared by all backends that have all
/// three.</summary>
internal sealed class UpstreamConnections(ConnectionLiveness? liveness = null, SslClientAuthenticationOptions? tls = null) : IDisposable
{
    private readonly ConnectionLiveness _liveness = liveness ?? new ConnectionLiveness();
    private readonly ConcurrentDictionary<PoolKey, HttpMessageInvoker> _pools = new();

    /// <param name="bodyLength">Large bodies go over connections that hear an answer meanwhile; over TLS all are such.</param>
    public HttpMessageInvoker For(Backend backend, int bodyLength = 0) => _pools.TryGetValue(PoolKey.Of(backend, bodyLength), out var known)
        ? known
        : _pools.GetOrAdd(PoolKey.Of(backend, bodyLength), static (key, self) => self.NewPool(key), this);

    /// <summary>The next request gets a new connection; those that run keep theirs. For who heard nothing at all over one that others
    /// share.</summary>
    /// <param name="suspect">What was heard nothing over: of many requests that say so, the first is enough.</param>
    public void Replace(Backend backend, HttpMessageInvoker suspect) =>
        // Not disposed of, for others may be about to send over it: idle connections end by themselves within a minute, and a dead one by
        // its pings.
        _pools.TryUpdate(PoolKey.Of(backend), NewPool(PoolKey.Of(backend)), suspect);

    public void Dispose()
    {
        foreach (var invoker in _pools.Values)
            invoker.Dispose();
    }

    private HttpMessageInvoker NewPool(PoolKey key)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = key.ConnectTimeout,
            ConnectCallback = ConnectAsync,
            KeepAlivePingDelay = _liveness.Silence,
            KeepAlivePingTimeout = _liveness.Patience,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            // Only the backend's own: a proxy of the environment is for other programs' traffic.
            UseProxy = key.Proxy is not null,
            Proxy = key.Proxy is { } proxy ? WebProxyOf(proxy) : null,
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
            // Most servers say at once whether they want a large body; of one that does not know the question it costs little.
            Expect100ContinueTimeout = TimeSpan.FromMilliseconds(300),
        };
        if (key.HearsEarly)
            handler.PlaintextStreamFilter = static (context, _) => ValueTask.FromResult(
                context.NegotiatedHttpVersion.Major == 1 ? new EarlyAnswerStream(context.PlaintextStream) : context.PlaintextStream);
        if (tls is not null)
            handler.SslOptions = tls;
        return new HttpMessageInvoker(handler);
    }

    // What the handler does by itself, and the system's own probes: an idle HTTP/1.1 connection has no pings.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Descriptors.OfProcess.TakeForUpstream();
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

    private static WebProxy WebProxyOf(UpstreamProxy proxy) => new(proxy.Address)
    {
        Credentials = proxy.User.Length > 0 ? new NetworkCredential(proxy.User, proxy.Password?.Reveal() ?? "") : null,
    };

    private readonly record struct PoolKey(string BaseUrl, TimeSpan ConnectTimeout, UpstreamProxy? Proxy, bool HearsEarly)
    {
        // What fits into the buffers of both systems is written before any answer could come.
        private const int LargeBody = 64 * 1024;

        public static PoolKey Of(Backend backend, int bodyLength = 0) => new(
            backend.BaseUrl, backend.ConnectTimeout, backend.Proxy,
                bodyLength > LargeBody || backend.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
    }
}
