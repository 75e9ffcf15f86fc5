using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

// Queries. Nothing here changes who waits for what.
public sealed partial class WaitingQueue
{
    private readonly HashSet<string> _claiming = new(StringComparer.Ordinal);

    /// <summary>The offer that <see cref="Next"/> would make.</summary>
    public Wake? Peek(RoutingBoard board, DateTimeOffset now)
    {
        Begin(now);
        for (var pool = 0; pool < PoolsOf(board); pool++)
        {
            foreach (var backend in board.Catalog.PoolMembers[pool])
                if (PlaceFor(board, backend, now) is { } place)
                    return new Wake(place.Waiter, backend);
            Pass(board, pool, now);
        }
        return null;
    }

    /// <summary>The waiter that would be offered the backend now; null if the backend is offered to another, blocked, or of no use to
    /// anyone.</summary>
    public Waiter? FirstFor(RoutingBoard board, int backend, DateTimeOffset now)
    {
        Begin(now);
        for (var pool = 0; pool < PoolsOf(board); pool++)
        {
            if (board.Catalog.PoolMembers[pool].Contains(backend))
                return PlaceFor(board, backend, now)?.Waiter;
            Pass(board, pool, now);
        }
        return null;
    }

    /// <summary>When <see cref="Next"/> may have an offer that it does not have now; null if only a report can bring one.</summary>
    public DateTimeOffset? NextDue(RoutingBoard board, DateTimeOffset now)
    {
        Begin(now);
        var due = DateTimeOffset.MaxValue;
        for (var pool = 0; pool < PoolsOf(board); pool++)
        {
            foreach (var backend in board.Catalog.PoolMembers[pool])
                if (!_offered.ContainsKey(backend) && DueFor(board, backend, now) is var at && at < due)
                    due = at;
            Pass(board, pool, now);
        }
        return due == DateTimeOffset.MaxValue ? null : due;
    }

    /// <summary>The models for which newcomers may not use the backend, because a waiter could use it and must not be
    /// overtaken.</summary>
    /// <param name="board">The backends.</param>
    /// <param name="backend">The backend in question.</param>
    /// <param name="now">The present.</param>
    /// <param name="known">The previous result: returned if it still holds.</param>
    public Promise PromiseOf(RoutingBoard board, int backend, DateTimeOffset now, Promise known)
    {
        Settle(now);
        _claiming.Clear();
        if (IsWaitedFor(board, backend))
            foreach (var line in _lines.Values)
                if (line.IsServedBy(board, backend) && line.Claims(backend))
                    _claiming.Add(line.Model);
        if (_claiming.Count == 0)
            return Promise.None;
        if (_blocks.IsOfAll(backend))
            return Promise.ForAll;
        return known.IsFor(_claiming) ? known : Promise.For(_claiming);
    }

    private bool IsWaitedFor(RoutingBoard board, int backend)
    {
        for (var pool = 0; pool < PoolsOf(board); pool++)
            if (board.Catalog.PoolMembers[pool].Contains(backend))
                return true;
        return false;
    }

    private int PoolsOf(RoutingBoard board) => waitFor == WaitFor.Any ? board.Catalog.PoolMembers.Count : 1;

    private void Begin(DateTimeOffset now)
    {
        Settle(now);
        foreach (var line in _lines.Values)
            line.Ahead.Clear();
    }

    // Remembers what this pool has for each line: that goes before all later pools.
    private void Pass(RoutingBoard board, int pool, DateTimeOffset now)
    {
        if (pool + 1 >= PoolsOf(board))
            return;
        foreach (var line in _lines.Values)
            foreach (var backend in board.Catalog.PoolMembers[pool])
                if (line.IsServedBy(board, backend))
                    // A backend offered to another waiter counts as open: it may be granted to that one, and then to the next.
                    line.Ahead.Add(backend, _offered.ContainsKey(backend) ? DateTimeOffset.MinValue : OpenAt(board, backend, line, now));
    }

    private WaitingPlace? PlaceFor(RoutingBoard board, int backend, DateTimeOffset now)
    {
        if (_offered.ContainsKey(backend))
            return null;
        WaitingPlace? first = null;
        foreach (var line in _lines.Values)
            if (line.HasIdle && line.IsServedBy(board, backend) && OpenAt(board, backend, line, now) <= now
                && line.FirstFor(backend, now) is { } place && (first is null || place.IsBefore(first)))
                first = place;
        return first;
    }

    private DateTimeOffset DueFor(RoutingBoard board, int backend, DateTimeOffset now)
    {
        var due = DateTimeOffset.MaxValue;
        foreach (var line in _lines.Values)
            if (line.HasIdle && line.IsServedBy(board, backend) && OpenAt(board, backend, line, now) is var openAt
                && openAt < due && line.DueFor(backend, openAt) is var at && at < due)
                due = at;
        return due;
    }

    private DateTimeOffset OpenAt(RoutingBoard board, int backend, WaitingLine line, DateTimeOffset now)
    {
        var (rested, blocked) = (board.States[backend].NextAt(line.Model, now), _blocks.Until(backend, line.Model));
        return rested > blocked ? rested : blocked;
    }
}
