using System.Collections.Immutable;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Routing;

/// <summary>The pool in service: the board, the queue of primary-wait, and its decision about each fact that reaches it. It has one owner:
/// its actor, a replay or a forecast.</summary>
/// <param name="board">The initial board.</param>
/// <param name="queue">The waiting requests.</param>
internal sealed class ServingPool(RoutingBoard board, WaitingQueue queue)
{
    private bool _hasPromised;

    public RoutingBoard Board { get; private set; } = board;

    public WaitingQueue Queue => queue;

    /// <summary>A backend changed.</summary>
    public void Hear(int backend, BackendState state)
    {
        queue.Changed(backend);
        Board = Board with { States = Board.States.SetItem(backend, state), Version = Board.Version + 1 };
    }

    /// <summary>Puts other backends, pools or aliases in force.</summary>
    /// <param name="catalog">Made by <see cref="BackendCatalog.Become"/> from the present one.</param>
    /// <param name="newcomers">The loads of the added backends, in order.</param>
    public void Become(BackendCatalog catalog, IReadOnlyList<BackendLoad> newcomers)
    {
        Board = Board.Become(catalog, newcomers);
        // The remembered refusals were made under the former definitions.
        for (var index = 0; index < catalog.Backends.Count; index++)
            queue.Changed(index);
    }

    /// <summary>A backend refused the waiter that it was offered to.</summary>
    public void Refused(long ticket, int backend, DateTimeOffset? retryAt, LeaseRefusal reason) =>
        queue.Refused(ticket, backend, retryAt, RefusalScope.IsOfModel(reason, Board.Catalog.Backends[backend]));

    /// <summary>Shows on the board which waiters newcomers may not overtake. To be called before offers are made, so that no newcomer
    /// overtakes a waiter that an offer wakes.</summary>
    public void KeepPromises(DateTimeOffset now)
    {
        if (queue.Count == 0 && !_hasPromised)
            return;
        ImmutableArray<Promise>.Builder? promised = null;
        _hasPromised = false;
        for (var index = 0; index < Board.Promised.Length; index++)
        {
            var known = Board.Promised[index];
            var found = queue.PromiseOf(Board, index, now, known);
            _hasPromised |= found != Promise.None;
            if (found != known)
                (promised ??= Board.Promised.ToBuilder())[index] = found;
        }
        if (promised is not null)
            Board = Board with { Promised = promised.MoveToImmutable(), Version = Board.Version + 1 };
    }
}
