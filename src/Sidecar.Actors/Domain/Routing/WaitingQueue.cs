using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Routing;

/// <summary>One request in primary-wait.</summary>
/// <param name="Ticket">Its place: lower came first. Kept when it comes back after a failed attempt.</param>
/// <param name="NotBefore">Backends that failed this request a moment ago, and when it may try them again.</param>
public sealed record Waiter(long Ticket, string Model, IReadOnlyDictionary<int, DateTimeOffset> NotBefore)
{
    public static readonly IReadOnlyDictionary<int, DateTimeOffset> NoExclusions = new Dictionary<int, DateTimeOffset>();

    public DateTimeOffset MayTry(int backend) => NotBefore.TryGetValue(backend, out var at) ? at : DateTimeOffset.MinValue;
}

/// <summary>A waiter and the backend it is sent to.</summary>
public readonly record struct Wake(Waiter Waiter, int Backend);

/// <summary>The fair, bounded queue of primary-wait: first come, first served, one waiter at a time to each backend, so that a recovery starts no stampede.</summary>
/// <remarks>
/// It grants nothing itself. A backend that may have room is *offered* to the first waiter who can use it; the waiter
/// asks the backend for a lease and tells what came of it, and only then is the backend offered again.
/// </remarks>
public sealed class WaitingQueue(int capacity)
{
    private readonly SortedDictionary<long, Waiter> _waiters = [];
    private readonly Dictionary<int, long> _offered = [];
    private readonly Dictionary<long, int> _trying = [];
    private readonly Dictionary<int, DateTimeOffset> _blocked = [];
    private readonly HashSet<int> _changed = [];

    public int Count => _waiters.Count;

    /// <summary>Queues a waiter by its ticket; false when the queue is full of others.</summary>
    public bool TryJoin(Waiter waiter)
    {
        if (_waiters.Count >= capacity && !_waiters.ContainsKey(waiter.Ticket))
            return false;
        _waiters[waiter.Ticket] = waiter;
        return true;
    }

    /// <summary>The waiter has what it came for, or gave up.</summary>
    public void Leave(long ticket)
    {
        _waiters.Remove(ticket);
        if (_trying.Remove(ticket, out var backend))
            _offered.Remove(backend);
    }

    /// <summary>The backend refused the waiter it was offered to; it is not offered before <paramref name="retryAt"/>, or, without one, before it reports a change. Says nothing when that offer is over.</summary>
    public void Refused(long ticket, int backend, DateTimeOffset? retryAt)
    {
        if (!_offered.TryGetValue(backend, out var asked) || asked != ticket)
            return;
        _offered.Remove(backend);
        _trying.Remove(ticket);
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
        if (_waiters.Count == 0)
            return null;
        foreach (var backend in board.Catalog.PoolMembers[0])
        {
            if (_offered.ContainsKey(backend) || BlockedUntil(backend) > now)
                continue;
            foreach (var waiter in _waiters.Values)
            {
                if (_trying.ContainsKey(waiter.Ticket) || !CanUse(board, waiter, backend, now))
                    continue;
                _changed.Remove(backend);
                _offered[backend] = waiter.Ticket;
                _trying[waiter.Ticket] = backend;
                return new Wake(waiter, backend);
            }
        }
        return null;
    }

    /// <summary>When <see cref="Next"/> may have an offer that it has not now; null when only a report can bring one.</summary>
    public DateTimeOffset? NextDue(RoutingBoard board, DateTimeOffset now)
    {
        DateTimeOffset? due = null;
        foreach (var backend in board.Catalog.PoolMembers[0])
        {
            if (_offered.ContainsKey(backend) || BlockedUntil(backend) == DateTimeOffset.MaxValue)
                continue;
            foreach (var waiter in _waiters.Values)
            {
                // Whoever tries another backend is offered none before it has reported.
                if (_trying.ContainsKey(waiter.Ticket) || !board.Serves(backend, waiter.Model))
                    continue;
                var at = Latest(board.States[backend].NextAt(waiter.Model, now), BlockedUntil(backend), waiter.MayTry(backend));
                if (due is null || at < due)
                    due = at;
                // Those behind it are of the same kind unless they differ in model or in what failed them; the first plain one settles the rest.
                if (waiter.NotBefore.Count == 0 && board.States[backend].Models.IsEmpty)
                    break;
            }
        }
        return due;
    }

    /// <summary>Someone who waits could use the backend, so that newcomers may not overtake.</summary>
    public bool Claims(RoutingBoard board, int backend, DateTimeOffset now)
    {
        foreach (var waiter in _waiters.Values)
            if (board.Serves(backend, waiter.Model) && waiter.MayTry(backend) <= now)
                return true;
        return false;
    }

    private static bool CanUse(RoutingBoard board, Waiter waiter, int backend, DateTimeOffset now) =>
        board.Serves(backend, waiter.Model) && waiter.MayTry(backend) <= now && board.States[backend].IsOpenFor(waiter.Model, now);

    private DateTimeOffset BlockedUntil(int backend) => _blocked.TryGetValue(backend, out var until) ? until : DateTimeOffset.MinValue;

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b, DateTimeOffset c) => a > b ? (a > c ? a : c) : b > c ? b : c;
}
