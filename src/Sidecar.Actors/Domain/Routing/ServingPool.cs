using System.Collections.Immutable;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Domain.Routing;

/// <summary>The pool as it serves: the board, the queue of primary-wait, and what each fact that reaches it comes to. Owned by one place:
/// its actor, a replay or a forecast.</summary>
/// <param name="board">With which it begins.</param>
/// <param name="queue">Those who wait.</param>
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

    /// <summary>Other backends, pools or aliases from now on.</summary>
    /// <param name="catalog">Made by <see cref="BackendCatalog.Become"/> of the present one.</param>
    /// <param name="newcomers">The gauges of those that it adds, in order.</param>
    public void Become(BackendCatalog catalog, IReadOnlyList<BackendLoad> newcomers)
    {
        Board = Board.Become(catalog, newcomers);
        // Refusals that are remembered were made under the former definitions.
        for (var index = 0; index < catalog.Backends.Count; index++)
            queue.Changed(index);
    }

    /// <summary>A waiter was refused what it was offered.</summary>
    public void Refused(long ticket, int backend, DateTimeOffset? retryAt, LeaseRefusal reason) =>
        queue.Refused(ticket, backend, retryAt, RefusalScope.IsOfModel(reason, Board.Catalog.Backends[backend]));

    /// <summary>Shows on the board whom newcomers may not overtake. To be called before offers are made, so that none overtakes whom one
    /// wakes.</summary>
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
