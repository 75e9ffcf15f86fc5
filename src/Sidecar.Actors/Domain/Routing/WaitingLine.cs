using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Routing;

/// <summary>The waiters of one client for one model. Those that may try every backend are kept apart from those that a backend has just
/// failed, so that no query has to scan them all.</summary>
internal sealed class WaitingLine(string model, string client, WaitingTurns.Turn turn, long settledTicks)
{
    private readonly SortedSet<WaitingPlace> _free = new(WaitingPlace.ByTicket);
    private readonly SortedSet<WaitingPlace> _barred = new(WaitingPlace.ByTicket);
    private readonly Dictionary<int, WaitingBars> _bars = [];
    private readonly List<WaitingPlace> _trying = [];
    private BackendCatalog? _catalog;
    private bool[] _serves = [];
    private long _settledTicks = settledTicks;

    public string Model => model;

    public string Client => client;

    public WaitingTurns.Turn Turn => turn;

    /// <summary>The backends of the pools before the one being looked at.</summary>
    public WaitingAhead Ahead { get; } = new();

    public bool IsEmpty => _free.Count + _barred.Count + _trying.Count == 0;

    /// <summary>Whether a waiter here is not trying a backend.</summary>
    public bool HasIdle => _free.Count + _barred.Count > 0;

    /// <summary>Computed once for each catalog; otherwise model names would be compared for every backend.</summary>
    public bool IsServedBy(RoutingBoard board, int backend)
    {
        if (!ReferenceEquals(_catalog, board.Catalog))
        {
            _catalog = board.Catalog;
            _serves = [.. Enumerable.Range(0, board.Catalog.Backends.Count).Select(i => board.Serves(i, model))];
        }
        return _serves[backend];
    }

    public WaitingPlace Add(Waiter waiter)
    {
        var place = new WaitingPlace(waiter, this);
        foreach (var (backend, until) in waiter.NotBefore)
        {
            if (until.UtcTicks <= _settledTicks)
                continue;
            place.Bars++;
            if (!_bars.TryGetValue(backend, out var bars))
                _bars.Add(backend, bars = new WaitingBars());
            bars.Add(place, until.UtcTicks);
        }
        (place.Bars == 0 ? _free : _barred).Add(place);
        return place;
    }

    public void Remove(WaitingPlace place)
    {
        if (place.Tries is not null)
        {
            _trying.Remove(place);
            return;
        }
        place.IsGone = true;
        if (_free.Remove(place))
            return;
        _barred.Remove(place);
        foreach (var (backend, until) in place.Waiter.NotBefore)
            if (until.UtcTicks > _settledTicks)
                _bars[backend].Count--;
    }

    /// <summary>The waiter tries a backend: meanwhile it is offered no other, but still counts as waiting.</summary>
    public void Try(WaitingPlace place, int backend)
    {
        Remove(place);
        place.Tries = backend;
        _trying.Add(place);
    }

    /// <summary>Ends all bars that have run out. Must be called before any query for that instant.</summary>
    public void Settle(long ticks)
    {
        _settledTicks = ticks;
        foreach (var bars in _bars.Values)
            while (bars.TakeOver(ticks) is { } place)
                if (--place.Bars == 0)
                {
                    _barred.Remove(place);
                    _free.Add(place);
                }
    }

    /// <summary>The first waiter that may try the backend now and has no open backend in an earlier pool.</summary>
    public WaitingPlace? FirstFor(int backend, DateTimeOffset now)
    {
        var mayFree = !Ahead.AnyOpen(now);
        var free = mayFree ? _free.Min : null;
        if (_barred.Count == BarredFrom(backend))
            return free;
        foreach (var place in _barred)
        {
            if (free is not null && WaitingPlace.ByTicket.Compare(free, place) < 0)
                return free;
            if (place.Waiter.MayTry(backend).UtcTicks <= _settledTicks && (mayFree || !Ahead.AnyOpenTo(place.Waiter, now)))
                return place;
        }
        return free;
    }

    /// <summary>When the first idle waiter may be sent to the backend, if nothing changes before.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="openAt">When the backend opens.</param>
    /// <returns><see cref="DateTimeOffset.MaxValue"/>: never, as far as is known.</returns>
    public DateTimeOffset DueFor(int backend, DateTimeOffset openAt)
    {
        if (_free.Count > 0 && !Ahead.AnyOpen(openAt))
            return openAt;
        if (_barred.Count == 0)
            return DateTimeOffset.MaxValue;
        if (Ahead.IsEmpty)
            return _barred.Count > BarredFrom(backend) ? openAt : Later(openAt, new DateTimeOffset(_bars[backend].First, TimeSpan.Zero));
        var due = DateTimeOffset.MaxValue;
        foreach (var place in _barred)
            if (Later(openAt, place.Waiter.MayTry(backend)) is var at && at < due && !Ahead.AnyOpenTo(place.Waiter, at))
                due = at;
        return due;
    }

    /// <summary>Whether a waiter here could use the backend now, even one that is trying another.</summary>
    public bool Claims(int backend)
    {
        if (_free.Count > 0 || _barred.Count > BarredFrom(backend))
            return true;
        foreach (var place in _trying)
            if (place.Waiter.MayTry(backend).UtcTicks <= _settledTicks)
                return true;
        return false;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private int BarredFrom(int backend) => _bars.TryGetValue(backend, out var bars) ? bars.Count : 0;
}
