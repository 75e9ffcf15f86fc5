namespace Sidecar.Domain.Routing;

/// <summary>The fair, bounded queue of primary-wait: first come, first served, one waiter at a time to each backend, so that a recovery
/// starts no stampede.</summary>
/// <remarks>
/// It grants nothing itself. A backend that may have room is *offered* to the first waiter who can use it; the waiter
/// asks the backend for a lease and tells what came of it, and only then is the backend offered again.
/// What anything here costs grows with the backends and with the models asked for, not with how many wait.
/// </remarks>
public sealed class WaitingQueue(int capacity)
{
    private readonly Dictionary<long, WaitingPlace> _places = [];
    private readonly Dictionary<string, WaitingLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _offered = [];
    private readonly Dictionary<int, DateTimeOffset> _blocked = [];
    private readonly HashSet<int> _changed = [];
    private long _settledTicks = long.MinValue;

    public int Count => _places.Count;

    /// <summary>Queues a waiter by its ticket; false when the queue is full of others.</summary>
    public bool TryJoin(Waiter waiter)
    {
        Leave(waiter.Ticket);
        if (_places.Count >= capacity)
            return false;
        if (!_lines.TryGetValue(waiter.Model, out var line))
            _lines.Add(waiter.Model, line = new WaitingLine(waiter.Model, _settledTicks));
        _places.Add(waiter.Ticket, line.Add(waiter));
        return true;
    }

    /// <summary>The waiter has what it came for, or gave up.</summary>
    public void Leave(long ticket)
    {
        if (!_places.Remove(ticket, out var place))
            return;
        place.Line.Remove(place);
        if (place.Line.IsEmpty)
            _lines.Remove(place.Line.Model);
        if (place.Tries is { } backend)
            _offered.Remove(backend);
    }

    /// <summary>The backend refused the waiter it was offered to; it is not offered before <paramref name="retryAt"/>, or, without one,
    /// before it reports a change. Says nothing when that offer is over.</summary>
    public void Refused(long ticket, int backend, DateTimeOffset? retryAt)
    {
        if (!_offered.TryGetValue(backend, out var asked) || asked != ticket)
            return;
        _offered.Remove(backend);
        var tried = _places[ticket];
        tried.Line.Remove(tried);
        _places[ticket] = tried.Line.Add(tried.Waiter);
        // The refusal comes by way of the waiter, a change straight from the backend and so perhaps first:
        // believing a refusal that the change undid would leave the backend idle until the next change, if there is one.
        if (!_changed.Contains(backend))
            _blocked[backend] = retryAt ?? DateTimeOffset.MaxValue;
    }

    /// <summary>The backend reported a change: what was known of its refusals no longer counts, nor does one still under way.</summary>
    public void Changed(int backend)
    {
        _blocked.Remove(backend);
        _changed.Add(backend);
    }

    /// <summary>The next offer to make, or null. Call again until null.</summary>
    public Wake? Next(RoutingBoard board, DateTimeOffset now)
    {
        Settle(now);
        foreach (var backend in board.Catalog.PoolMembers[0])
            if (PlaceFor(board, backend, now) is { } place)
            {
                Offer(place, backend);
                return new Wake(place.Waiter, backend);
            }
        return null;
    }

    /// <summary>The waiter whom the backend would be offered to now; null while it is offered to another, blocked, or of no use to
    /// anyone.</summary>
    public Waiter? FirstFor(RoutingBoard board, int backend, DateTimeOffset now)
    {
        Settle(now);
        return PlaceFor(board, backend, now)?.Waiter;
    }

    /// <summary>Offers the backend to this waiter, who must be idle, whoever else waits for it: for a replay.</summary>
    public void Offer(long ticket, int backend) => Offer(_places[ticket], backend);

    /// <summary>When <see cref="Next"/> may have an offer that it has not now; null when only a report can bring one.</summary>
    public DateTimeOffset? NextDue(RoutingBoard board, DateTimeOffset now)
    {
        Settle(now);
        DateTimeOffset? due = null;
        foreach (var backend in board.Catalog.PoolMembers[0])
        {
            var blocked = BlockedUntil(backend);
            if (_offered.ContainsKey(backend) || blocked == DateTimeOffset.MaxValue)
                continue;
            foreach (var line in _lines.Values)
            {
                if (!line.HasIdle || !line.IsServedBy(board, backend))
                    continue;
                var at = Latest(board.States[backend].NextAt(line.Model, now), blocked, line.MayTryAt(backend));
                if (due is null || at < due)
                    due = at;
            }
        }
        return due;
    }

    /// <summary>Someone who waits could use the backend, so that newcomers may not overtake.</summary>
    public bool Claims(RoutingBoard board, int backend, DateTimeOffset now)
    {
        Settle(now);
        foreach (var line in _lines.Values)
            if (line.IsServedBy(board, backend) && line.Claims(backend))
                return true;
        return false;
    }

    private void Offer(WaitingPlace place, int backend)
    {
        _changed.Remove(backend);
        _offered[backend] = place.Waiter.Ticket;
        place.Line.Try(place, backend);
    }

    private WaitingPlace? PlaceFor(RoutingBoard board, int backend, DateTimeOffset now)
    {
        if (_offered.ContainsKey(backend) || BlockedUntil(backend) > now)
            return null;
        WaitingPlace? first = null;
        foreach (var line in _lines.Values)
            if (line.HasIdle && line.IsServedBy(board, backend) && board.States[backend].IsOpenFor(line.Model, now)
                && line.FirstFor(backend) is { } place && (first is null || WaitingPlace.ByTicket.Compare(place, first) < 0))
                first = place;
        return first;
    }

    private void Settle(DateTimeOffset now)
    {
        if (now.UtcTicks <= _settledTicks)
            return;
        _settledTicks = now.UtcTicks;
        foreach (var line in _lines.Values)
            line.Settle(_settledTicks);
    }

    private DateTimeOffset BlockedUntil(int backend) => _blocked.TryGetValue(backend, out var until) ? until : DateTimeOffset.MinValue;

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b, DateTimeOffset c) => a > b ? (a > c ? a : c) : b > c ? b : c;
}
