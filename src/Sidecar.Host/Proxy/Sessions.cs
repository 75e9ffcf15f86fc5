using System.Collections.Concurrent;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Wire;
using Sidecar.Upstream;

namespace Sidecar.Host.Proxy;

/// <summary>Remembers which backend served each session last, because its upstream may still have the prompt in its cache. Kept in
/// memory, as long as the policy says and up to a limit.</summary>
internal sealed class Sessions(AffinityPolicy policy)
{
    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<ulong, Served> _served = new();
    private long _prunedTicks;

    /// <summary>The key of a request's session; null: none is known, or affinity is off.</summary>
    public ulong? Find(ProxyRequest request, IHeaderDictionary headers) =>
        !policy.IsOn || !Generation.IsAskedFor(request.Method, request.Path) ? null
            : SessionKeys.Find(policy.By, HeaderOf(headers), (request.Decoded ?? request.Body).Memory.Span);

    /// <summary>The id of the backend that served it last.</summary>
    public string? LastOf(ulong session, DateTimeOffset now) =>
        _served.TryGetValue(session, out var served) && now - served.At < policy.Keep ? served.Backend : null;

    public void Note(ulong session, string backend, DateTimeOffset now)
    {
        // Counting a concurrent dictionary locks all of it, so known sessions are written without counting.
        if (!_served.ContainsKey(session) && _served.Count >= MostKept && !TryPrune(now))
            return;
        _served[session] = new Served(backend, now);
    }

    // At most once a minute: scanning all entries for each new session would cost more than a prompt cache saves.
    private bool TryPrune(DateTimeOffset now)
    {
        var seen = Interlocked.Read(ref _prunedTicks);
        if (now.UtcTicks - seen < TimeSpan.TicksPerMinute || Interlocked.CompareExchange(ref _prunedTicks, now.UtcTicks, seen) != seen)
            return false;
        foreach (var session in _served.OrderBy(each => each.Value.At).Take(MostKept / 4).Select(each => each.Key).ToList())
            _served.TryRemove(session, out _);
        return true;
    }

    private static string HeaderOf(IHeaderDictionary headers)
    {
        // By index: enumerating through an interface allocates.
        for (var i = 0; i < SessionKeys.Headers.Count; i++)
            if (headers.TryGetValue(SessionKeys.Headers[i], out var values) && values.Count > 0)
                return values.ToString();
        return "";
    }

    private readonly record struct Served(string Backend, DateTimeOffset At);
}
