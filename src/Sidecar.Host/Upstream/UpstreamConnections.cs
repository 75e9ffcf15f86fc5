using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Sidecar.Host.Upstream;

/// <summary>The connections to upstreams: one pool for each connect timeout, shared by all backends that have it.</summary>
internal sealed class UpstreamConnections : IDisposable
{
    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> _invokers = new();

    public HttpMessageInvoker For(TimeSpan connectTimeout) => _invokers.GetOrAdd(connectTimeout, static timeout => new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectTimeout = timeout,
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
    }));

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
            invoker.Dispose();
    }
}
