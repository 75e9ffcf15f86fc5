using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>Remembers which backend served each session last, because its upstream may still have the prompt in its cache, and how many
/// sessions are at each backend, so that they do not gather at one. Kept as long as the policy says and up to a limit.</summary>
/// <remarks>A session counts 1 when it asks, and half as much after each minute of silence. Not for several threads at once. What it
/// prefers is recorded with the request, so that a replay needs none of this.</remarks>
internal sealed class SessionPlaces(RoutingPolicy policy)
{
    private const int MostKept = 20_000;

    private readonly Dictionary<ulong, Place> _places = [];
    private readonly Dictionary<string, Fading> _sessions = new(StringComparer.Ordinal);
    private DateTimeOffset _prunedAt;

    /// <summary>The backend that a request of this session prefers. Null: none.</summary>
    /// <param name="board">Null: it is not known yet who can serve.</param>
    /// <param name="query">The request; nothing is preferred in it yet.</param>
    public string? Prefer(ulong session, RoutingBoard? board, in PickQuery query)
    {
        var now = query.Now;
        var isKnown = _places.TryGetValue(session, out var place) && now - place.At < policy.Affinity.Keep;
        var prefers = isKnown ? place.Backend : null;
        if (board is not null)
            prefers = prefers is null ? Freest(board, query) : StayOrMove(prefers, Fading.Left(place.At, now), board, query);
        if (prefers is not null)
            Put(session, prefers, now);
        return prefers;
    }

    /// <summary>This backend has served a request of the session.</summary>
    public void Served(ulong session, string backend, DateTimeOffset now) => Put(session, backend, now);

    // A move costs the prompt's cache: only where its backend is closed, or has many more sessions than another.
    private string StayOrMove(string prefers, double own, RoutingBoard board, in PickQuery query)
    {
        var (here, isOpen) = (At(prefers, query.Now), IsOpen(prefers, board, query));
        // Only then is it worth the time to look at all the others.
        if ((isOpen && !SessionBalance.MayBeBetter(here, own)) || Freest(board, query) is not { } freest)
            return prefers;
        return !isOpen || SessionBalance.IsBetter(here, At(freest, query.Now), own) ? freest : prefers;
    }

    private static bool IsOpen(string backend, RoutingBoard board, in PickQuery query) =>
        board.Catalog.IndexOf(backend) is var index and >= 0 && board.States[index].IsOpenFor(query.Model, query.Now)
            && board.Gauges[index].NextAtTicks <= query.Now.UtcTicks;

    // As a pick does it, but by sessions: at an instant, most backends have the same number in flight.
    private string? Freest(RoutingBoard board, in PickQuery query)
    {
        var backends = board.Catalog.Backends;
        Span<int> loads = backends.Count <= 128 ? stackalloc int[backends.Count] : new int[backends.Count];
        for (var i = 0; i < loads.Length; i++)
            loads[i] = board.Gauges[i].NextAtTicks <= query.Now.UtcTicks ? SessionBalance.ToLoad(At(backends[i].Id, query.Now)) : -1;
        var picked = RoutePick.Pick(board, loads, RoutingStrategy.LeastLoaded, query);
        return picked < 0 ? null : backends[picked].Id;
    }

    private double At(string backend, DateTimeOffset now) => _sessions.GetValueOrDefault(backend).At(now);

    private void Put(ulong session, string backend, DateTimeOffset now)
    {
        if (_places.TryGetValue(session, out var former))
            Add(former.Backend, -Fading.Left(former.At, now), now);
        else if (!MakesRoom(now))
            return;
        Add(backend, 1, now);
        _places[session] = new Place(backend, now);
    }

    private void Add(string backend, double sessions, DateTimeOffset now) =>
        _sessions[backend] = _sessions.GetValueOrDefault(backend).Plus(sessions, now);

    // At most once a minute: looking at all for each new session would cost more than a prompt cache saves.
    private bool MakesRoom(DateTimeOffset now)
    {
        if (_places.Count < MostKept)
            return true;
        if (now - _prunedAt < TimeSpan.FromMinutes(1))
            return false;
        _prunedAt = now;
        foreach (var session in _places.OrderBy(each => each.Value.At).Take(MostKept / 4).Select(each => each.Key).ToList())
            _places.Remove(session);
        foreach (var backend in _sessions.Where(each => each.Value.At(now) < 0.01).Select(each => each.Key).ToList())
            _sessions.Remove(backend);
        return true;
    }

    private readonly record struct Place(string Backend, DateTimeOffset At);
}
