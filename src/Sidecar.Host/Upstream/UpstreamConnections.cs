using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Sidecar.Domain.Backends;

namespace Sidecar.Host.Upstream;

/// <summary>The connections to upstreams: one pool for each combination of base URL, connect timeout and proxy, shared by all backends
/// with that combination.</summary>
/// <param name="connect">Opens a connection; null: over TCP.</param>
internal sealed class UpstreamConnections(
    ConnectionLiveness? liveness = null, SslClientAuthenticationOptions? tls = null, AddressGuard? guard = null,
    Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null) : IDisposable
{
    private readonly ConnectionLiveness _liveness = liveness ?? new ConnectionLiveness();
    private readonly AddressGuard _guard = guard ?? new AddressGuard();
    private readonly ConcurrentDictionary<PoolKey, HttpMessageInvoker> _pools = new();

    /// <param name="bodyLength">Large bodies use connections that can notice an answer during the upload; over TLS all can.</param>
    public HttpMessageInvoker For(Backend backend, int bodyLength = 0) => _pools.TryGetValue(PoolKey.Of(backend, bodyLength), out var known)
        ? known
        : _pools.GetOrAdd(PoolKey.Of(backend, bodyLength), static (key, self) => self.NewPool(key), this);

    /// <summary>The next request gets a new connection; running ones keep theirs. For a caller that got no sign of life on a shared
    /// connection.</summary>
    /// <param name="suspect">The suspicious pool: if many requests report it, the first report is enough.</param>
    public void Replace(Backend backend, HttpMessageInvoker suspect) =>
        // Not disposed, because others may be about to use it: idle connections end by themselves within a minute, a dead one by its
        // pings.
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
            ConnectCallback = connect
                ?? ((context, cancellation) => ConnectAsync(context.DnsEndPoint, key.IsGuarded, cancellation)),
            KeepAlivePingDelay = _liveness.Silence,
            KeepAlivePingTimeout = _liveness.Patience,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            // Only the backend's own proxy: one from the environment is meant for other programs.
            UseProxy = key.Proxy is not null,
            Proxy = key.Proxy is { } proxy ? WebProxyOf(proxy) : null,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            // Header bytes beyond ASCII are passed on unchanged in both directions, as on the server side.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            // An answer that nobody wants any more is cut off, not read to its end.
            ResponseDrainTimeout = TimeSpan.Zero,
            // Names are resolved again now and then, so that a provider can move.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Most servers say at once whether they want a large body; for a server that ignores the question the delay is small.
            Expect100ContinueTimeout = TimeSpan.FromMilliseconds(300),
        };
        if (key.HearsEarly)
            handler.PlaintextStreamFilter = static (context, _) => ValueTask.FromResult(
                context.NegotiatedHttpVersion.Major == 1 ? new EarlyAnswerStream(context.PlaintextStream) : context.PlaintextStream);
        if (tls is not null)
            handler.SslOptions = tls;
        return new HttpMessageInvoker(handler);
    }

    // Does what the handler does by itself, and turns on TCP keep-alive, because an idle HTTP/1.1 connection has no pings.
    private async ValueTask<Stream> ConnectAsync(DnsEndPoint place, bool isGuarded, CancellationToken cancellation)
    {
        Descriptors.OfProcess.TakeForUpstream();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            _liveness.KeepAlive(socket);
            if (isGuarded)
                await socket.ConnectAsync(await _guard.AddressesOf(place, cancellation), place.Port, cancellation);
            else
                await socket.ConnectAsync(place, cancellation);
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

    private readonly record struct PoolKey(
        string BaseUrl, TimeSpan ConnectTimeout, UpstreamProxy? Proxy, bool IsGuarded, bool HearsEarly)
    {
        // A body that fits into the socket buffers of both sides is written before an answer could come.
        private const int LargeBody = 64 * 1024;

        public static PoolKey Of(Backend backend, int bodyLength = 0) => new(
            backend.BaseUrl, backend.ConnectTimeout, backend.Proxy, backend.IsAddressGuarded,
                bodyLength > LargeBody || backend.BaseUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
    }
}
