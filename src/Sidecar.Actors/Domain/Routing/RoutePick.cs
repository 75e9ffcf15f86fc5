using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>What a pick knows of the request.</summary>
/// <param name="Excluded">Backends that failed it already, or refused it a lease a moment ago.</param>
/// <param name="Turn">The request's number, for round robin.</param>
/// <param name="Chance">In [0, 1), for ties and weights.</param>
public readonly record struct PickQuery(string Model, BackendSet Excluded, DateTimeOffset Now, long Turn, double Chance);

/// <summary>Chooses the backend that is asked for a lease next: the first pool, in order, that has an eligible one; within it by strategy.</summary>
public static class RoutePick
{
    /// <summary>The backend's index, or -1 when none is eligible. Allocates nothing.</summary>
    public static int Pick(RoutingBoard board, RoutingStrategy strategy, in PickQuery query)
    {
        // By index, here and below: an enumerator of an interface is an allocation.
        var pools = board.Catalog.PoolMembers;
        for (var i = 0; i < pools.Count; i++)
            if (PickFrom(board, pools[i], strategy, query) is var picked and >= 0)
                return picked;
        return -1;
    }

    // Two passes over the members instead of a list of candidates: the first weighs, the second finds the chosen one.
    private static int PickFrom(RoutingBoard board, IReadOnlyList<int> members, RoutingStrategy strategy, in PickQuery query)
    {
        var eligible = 0;
        var weights = 0L;
        var lightest = double.MaxValue;
        var ties = 0;
        for (var i = 0; i < members.Count; i++)
        {
            var index = members[i];
            if (!IsEligible(board, index, query))
                continue;
            if (strategy == RoutingStrategy.InOrder)
                return index;
            eligible++;
            weights += board.Catalog.Backends[index].Weight;
            var load = LoadOf(board, index);
            if (load < lightest)
                (lightest, ties) = (load, 0);
            if (load <= lightest)
                ties++;
        }
        if (eligible == 0)
            return -1;
        var left = strategy switch
        {
            RoutingStrategy.RoundRobin => (long)((ulong)query.Turn % (ulong)eligible),
            RoutingStrategy.Weighted => (long)(query.Chance * weights),
            _ => (long)(query.Chance * ties),
        };
        for (var i = 0; i < members.Count; i++)
        {
            var index = members[i];
            // Gauges move under us: a backend whose load changed since the first pass is compared by its new load, and the last one eligible is always good enough.
            if (!IsEligible(board, index, query) || (strategy == RoutingStrategy.LeastLoaded && LoadOf(board, index) > lightest))
                continue;
            left -= strategy == RoutingStrategy.Weighted ? board.Catalog.Backends[index].Weight : 1;
            if (left < 0)
                return index;
        }
        return FirstEligible(board, members, query);
    }

    private static int FirstEligible(RoutingBoard board, IReadOnlyList<int> members, in PickQuery query)
    {
        for (var i = 0; i < members.Count; i++)
            if (IsEligible(board, members[i], query))
                return members[i];
        return -1;
    }

    private static bool IsEligible(RoutingBoard board, int index, in PickQuery query) =>
        !query.Excluded.Contains(index)
        && !board.Promised[index]
        && board.Serves(index, query.Model)
        && board.Gauges[index].NextAtTicks <= query.Now.UtcTicks
        && board.States[index].IsOpenFor(query.Model, query.Now);

    private static double LoadOf(RoutingBoard board, int index) =>
        (double)board.Gauges[index].InFlight / board.Catalog.Backends[index].Weight;
}
