using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Which backend a session's requests prefer: <see cref="SessionPlaces"/> for the threads that serve requests.</summary>
internal sealed class Sessions(RoutingPolicy policy, RequestGate gate)
{
    private readonly Lock _lock = new();
    private readonly SessionPlaces _places = new(policy);

    /// <summary>The key of a request's session; null: none is known, or affinity is off.</summary>
    public ulong? Find(ProxyRequest request, IHeaderDictionary headers) =>
        !policy.HeedsSessions || !Generation.IsAskedFor(request.Method, request.Path) ? null
            : SessionKeys.Find(policy.Affinity.By, HeaderOf(headers), (request.Decoded ?? request.Body).Memory.Span);

    /// <summary>The id of the backend that it prefers.</summary>
    public string? Prefer(ulong session, ProxyRequest request)
    {
        var query = new PickQuery(request.Model, default, request.ArrivedAt, request.RequestNumber, ChanceOf(session))
        {
            Ask = request.Ask,
        };
        lock (_lock)
            return _places.Prefer(session, gate.Actors?.Board.Current, query);
    }

    public void Note(ulong session, string backend, DateTimeOffset now)
    {
        lock (_lock)
            _places.Served(session, backend, now);
    }

    private static double ChanceOf(ulong session) => new Domain.Walk.Chance(session).Next();

    private static string HeaderOf(IHeaderDictionary headers)
    {
        // By index: enumerating through an interface allocates.
        for (var i = 0; i < SessionKeys.Headers.Count; i++)
            if (headers.TryGetValue(SessionKeys.Headers[i], out var values) && values.Count > 0)
                return values.ToString();
        return "";
    }
}
