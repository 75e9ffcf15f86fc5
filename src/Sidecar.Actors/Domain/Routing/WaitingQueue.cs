using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>The fair, bounded queue of primary-wait: within one client first come, first served, between clients in turn. Each backend is
/// offered to one waiter at a time, so that a recovery causes no stampede.</summary>
/// <remarks>
/// It grants nothing itself. A backend that may have capacity is *offered* to the first waiter that can use it; the waiter asks the
/// backend for a lease and reports the result, and only then is the backend offered again.
/// The cost of every operation grows with the number of backends, models and clients, and with how many waiters a backend has just
/// failed, but not with how many wait.
/// </remarks>
/// <param name="capacity">How many may wait.</param>
/// <param name="mostBytes">How many bytes their bodies may have in total.</param>
/// <param name="waitFor">Which backends they wait for.</param>
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

    /// <summary>The total size of all waiting bodies.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the waiter is in the queue and tries no backend.</summary>
    public bool IsIdle(long ticket) => _places.TryGetValue(ticket, out var place) && place.Tries is null;

    /// <summary>Adds a waiter by its ticket; false if the queue is full.</summary>
    public bool TryJoin(Waiter waiter)
    {
        Remove(waiter.Ticket);
        if (!HasRoom(capacity, mostBytes, _places.Count, Bytes, waiter.Bytes))
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

    /// <summary>The waiter got its lease, or gave up.</summary>
    /// <param name="ticket">Its ticket.</param>
    /// <param name="isServed">It got a lease: the turn goes to other clients.</param>
    public void Leave(long ticket, bool isServed = false)
    {
        if (Remove(ticket) is { } place && isServed)
            _turns.Serve(place.Waiter.Client);
        ForgetTurns();
    }

    /// <summary>The backend refused the waiter to which it was offered. It is not offered before <paramref name="retryAt"/> or, if that
    /// is null, before it reports a change. Has no effect if that offer is over.</summary>
    /// <param name="ticket">The waiter's.</param>
    /// <param name="backend">The backend that refused.</param>
    /// <param name="retryAt">When it said to ask again.</param>
    /// <param name="isOfModel">The refusal concerns the waiter's model only: waiters for other models may ask.</param>
    public void Refused(long ticket, int backend, DateTimeOffset? retryAt, bool isOfModel = false)
    {
        if (!_offered.TryGetValue(backend, out var asked) || asked != ticket)
            return;
        _offered.Remove(backend);
        var tried = _places[ticket];
        tried.Line.Remove(tried);
        tried.Line.Turn.Trying--;
        _places[ticket] = tried.Line.Add(tried.Waiter);
        // The refusal comes through the waiter, a change directly from the backend and so perhaps earlier. Applying a refusal that the
        // change has undone would leave the backend idle until the next change.
        if (!_changed.Contains(backend))
            _blocks.Set(backend, isOfModel ? tried.Waiter.Model : null, retryAt ?? DateTimeOffset.MaxValue);
    }

    /// <summary>The backend reported a change: earlier refusals, and one still on its way, no longer count.</summary>
    public void Changed(int backend)
    {
        _blocks.Clear(backend);
        _changed.Add(backend);
    }

    /// <summary>The next offer to make, or null. Call it until it returns null.</summary>
    public Wake? Next(RoutingBoard board, DateTimeOffset now)
    {
        if (Peek(board, now) is not { } wake)
            return null;
        Offer(wake.Waiter.Ticket, wake.Backend);
        return wake;
    }

    /// <summary>Offers the backend to this waiter, which must be idle, regardless of other waiters.</summary>
    public void Offer(long ticket, int backend)
    {
        var place = _places[ticket];
        _changed.Remove(backend);
        _offered[backend] = ticket;
        place.Line.Turn.Trying++;
        place.Line.Try(place, backend);
    }

    /// <summary>Whether one more may stand among so many others, who hold so many bytes.</summary>
    internal static bool HasRoom(PrimaryWaitPolicy policy, int others, long held, long bytes) =>
        HasRoom(policy.MaxWaiting, policy.MaxWaitingBytes, others, held, bytes);

    private static bool HasRoom(int capacity, long mostBytes, int others, long held, long bytes) =>
        others < capacity && held <= mostBytes - bytes;

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
