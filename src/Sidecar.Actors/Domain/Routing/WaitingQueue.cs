using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>The fair, bounded queue of primary-wait: within one client first come, first served, between clients in turn; one waiter at a
/// time to each backend, so that a recovery starts no stampede.</summary>
/// <remarks>
/// It grants nothing itself. A backend that may have room is *offered* to the first waiter who can use it; the waiter
/// asks the backend for a lease and tells what came of it, and only then is the backend offered again.
/// What anything here costs grows with the backends, with the models asked for and with the clients, and with how many some backend has
/// just failed, not with how many wait.
/// </remarks>
/// <param name="capacity">How many may wait.</param>
/// <param name="mostBytes">How many bytes of their bodies may.</param>
/// <param name="waitFor">Whom they wait for.</param>
public sealed partial class WaitingQueue(int capacity, long mostBytes = long.MaxValue, WaitFor waitFor = WaitFor.Primary)
{
    private readonly Dictionary<long, WaitingPlace> _places = [];
    private readonly Dictionary<(string Model, string Client), WaitingLine> _lines = [];
    private readonly Dictionary<int, long> _offered = [];
    private readonly HashSet<int> _changed = [];
    private readonly WaitingBlocks _blocks = new();
    private readonly WaitingTurns _turns = new();
    private long _settledTicks = long.MinValue;

    public int Count => _places.Count;

    /// <summary>Of the bodies of all who wait.</summary>
    public long Bytes { get; private set; }

    /// <summary>It waits, and tries no backend.</summary>
    public bool IsIdle(long ticket) => _places.TryGetValue(ticket, out var place) && place.Tries is null;

    /// <summary>Queues a waiter by its ticket; false when the queue is full of others.</summary>
    public bool TryJoin(Waiter waiter)
    {
        Remove(waiter.Ticket);
        if (_places.Count >= capacity || Bytes > mostBytes - waiter.Bytes)
        {
            ForgetTurns();
            return false;
        }
        Bytes += waiter.Bytes;
        if (!_lines.TryGetValue((waiter.Model, waiter.Client), out var line))
            _lines.Add((waiter.Model, waiter.Client), line = new WaitingLine(
                waiter.Model, waiter.Client, _turns.Of(waiter.Client), _settledTicks));
        _places.Add(waiter.Ticket, line.Add(waiter));
        return true;
    }

    /// <summary>The waiter has what it came for, or gave up.</summary>
    /// <param name="ticket">Its.</param>
    /// <param name="isServed">It has: the others of its client let those of other clients go before them now.</param>
    public void Leave(long ticket, bool isServed = false)
    {
        if (Remove(ticket) is { } place && isServed)
            _turns.Serve(place.Waiter.Client);
        ForgetTurns();
    }

    /// <summary>The backend refused the waiter it was offered to; it is not offered before <paramref name="retryAt"/>, or, without one,
    /// before it reports a change. Says nothing when that offer is over.</summary>
    /// <param name="ticket">The waiter's.</param>
    /// <param name="backend">Which refused.</param>
    /// <param name="retryAt">When it said to ask again.</param>
    /// <param name="isOfModel">What it refused for is about the waiter's model: those who want another may ask.</param>
    public void Refused(long ticket, int backend, DateTimeOffset? retryAt, bool isOfModel = false)
    {
        if (!_offered.TryGetValue(backend, out var asked) || asked != ticket)
            return;
        _offered.Remove(backend);
        var tried = _places[ticket];
        tried.Line.Remove(tried);
        tried.Line.Turn.Trying--;
        _places[ticket] = tried.Line.Add(tried.Waiter);
        // The refusal comes by way of the waiter, a change straight from the backend and so perhaps first:
        // believing a refusal that the change undid would leave the backend idle until the next change, if there is one.
        if (!_changed.Contains(backend))
            _blocks.Set(backend, isOfModel ? tried.Waiter.Model : null, retryAt ?? DateTimeOffset.MaxValue);
    }

    /// <summary>The backend reported a change: what was known of its refusals no longer counts, nor does one still under way.</summary>
    public void Changed(int backend)
    {
        _blocks.Clear(backend);
        _changed.Add(backend);
    }

    /// <summary>The next offer to make, or null. Call again until null.</summary>
    public Wake? Next(RoutingBoard board, DateTimeOffset now)
    {
        if (Peek(board, now) is not { } wake)
            return null;
        Offer(wake.Waiter.Ticket, wake.Backend);
        return wake;
    }

    /// <summary>Offers the backend to this waiter, who must be idle, whoever else waits for it.</summary>
    public void Offer(long ticket, int backend)
    {
        var place = _places[ticket];
        _changed.Remove(backend);
        _offered[backend] = ticket;
        place.Line.Turn.Trying++;
        place.Line.Try(place, backend);
    }

    private WaitingPlace? Remove(long ticket)
    {
        if (!_places.Remove(ticket, out var place))
            return null;
        Bytes -= place.Waiter.Bytes;
        place.Line.Remove(place);
        if (place.Tries is { } backend)
        {
            _offered.Remove(backend);
            place.Line.Turn.Trying--;
        }
        if (place.Line.IsEmpty)
            Remove(place.Line);
        return place;
    }

    private void Remove(WaitingLine line)
    {
        _lines.Remove((line.Model, line.Client));
        foreach (var (model, _) in _lines.Keys)
            if (model == line.Model)
                return;
        _blocks.Forget(line.Model);
    }

    private void ForgetTurns()
    {
        if (_places.Count == 0)
            _turns.Forget();
    }

    private void Settle(DateTimeOffset now)
    {
        if (now.UtcTicks <= _settledTicks)
            return;
        _settledTicks = now.UtcTicks;
        foreach (var line in _lines.Values)
            line.Settle(_settledTicks);
    }
}
