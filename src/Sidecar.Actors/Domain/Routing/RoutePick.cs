using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Routing;

/// <summary>What a pick needs to know about the request.</summary>
/// <param name="Excluded">Backends that already failed this request, or just refused it a lease.</param>
/// <param name="RequestNumber">The request's number, for round robin.</param>
/// <param name="Chance">A random number in [0, 1), for ties and weights.</param>
public readonly record struct PickQuery(string Model, BackendSet Excluded, DateTimeOffset Now, long RequestNumber, double Chance)
{
    /// <summary>The requested API. A backend that speaks it goes before one that needs a translation, whatever their pools.</summary>
    public RequestAsk Ask { get; init; }

    /// <summary>The backend, by index, that served the request's session last; null: none, or sessions do not count.</summary>
    public int? Preferred { get; init; }
}

/// <summary>Chooses the next backend to ask for a lease: from the first pool, in order, that has an eligible one, by strategy.</summary>
public static class RoutePick
{
    // Up to this many attempts in flight do not form a queue: twice as many on one backend may be chance.
    private const int NoQueue = 4;

    /// <summary>The backend's index, or -1 when none is eligible. Allocates nothing.</summary>
    /// <param name="board">The backends to choose from.</param>
    /// <param name="loads">By backend index: attempts in flight, or negative if its limits are used up.</param>
    /// <param name="strategy">How to choose among several of one pool.</param>
    /// <param name="query">The request.</param>
    public static int Pick(RoutingBoard board, ReadOnlySpan<int> loads, RoutingStrategy strategy, in PickQuery query)
    {
        // By index, here and below: enumerating through an interface allocates.
        return PickFrom(board, loads, strategy, query, isTranslated: false) is var own and >= 0 ? own
            : query.Ask is { Translation: not Translations.None, Obstacle: null }
                ? PickFrom(board, loads, strategy, query, isTranslated: true) : -1;
    }

    private static int PickFrom(
        RoutingBoard board, ReadOnlySpan<int> loads, RoutingStrategy strategy, in PickQuery query, bool isTranslated)
    {
        var pools = board.Catalog.PoolMembers;
        for (var i = 0; i < pools.Count; i++)
            if (PickFrom(board, loads, pools[i], strategy, query, isTranslated) is var picked and >= 0)
                return picked;
        return -1;
    }

    // Two passes over the members instead of a list of candidates: the first adds up the weights, the second finds the chosen one.
    private static int PickFrom(
        RoutingBoard board, ReadOnlySpan<int> loads, IReadOnlyList<int> members, RoutingStrategy strategy, in PickQuery query,
            bool isTranslated)
    {
        var eligible = 0;
        var isPreferredThere = false;
        var weights = 0L;
        var lightest = double.MaxValue;
        var ties = 0;
        for (var i = 0; i < members.Count; i++)
        {
            var index = members[i];
            if (!IsEligible(board, loads, index, query, isTranslated))
                continue;
            if (strategy == RoutingStrategy.InOrder)
                return index;
            eligible++;
            isPreferredThere |= index == query.Preferred;
            weights += board.Catalog.Backends[index].Weight;
            var load = LoadOf(board, loads, index);
            if (load < lightest)
                (lightest, ties) = (load, 0);
            if (load <= lightest)
                ties++;
        }
        if (eligible == 0)
            return -1;
        if (isPreferredThere && IsAsFree(board, loads, members, query, isTranslated))
            return query.Preferred!.Value;
        var left = strategy switch
        {
            RoutingStrategy.RoundRobin => (long)((ulong)query.RequestNumber % (ulong)eligible),
            RoutingStrategy.Weighted => (long)(query.Chance * weights),
            _ => (long)(query.Chance * ties),
        };
        for (var i = 0; i < members.Count; i++)
        {
            var index = members[i];
            if (!IsEligible(board, loads, index, query, isTranslated)
                || (strategy == RoutingStrategy.LeastLoaded && LoadOf(board, loads, index) > lightest))
                continue;
            left -= strategy == RoutingStrategy.Weighted ? board.Catalog.Backends[index].Weight : 1;
            if (left < 0)
                return index;
        }
        // Rounding may leave a tiny part of the weights unassigned; the last eligible backend then gets it.
        for (var i = members.Count - 1; i >= 0; i--)
            if (IsEligible(board, loads, members[i], query, isTranslated))
                return members[i];
        return -1;
    }

    /// <summary>The index of the backend that a session's requests prefer under this policy; null if none.</summary>
    internal static int? PreferredOf(string? backend, RoutingPolicy policy, BackendCatalog catalog) =>
        backend is not null && policy.HeedsSessions && catalog.IndexOf(backend) is var index and >= 0 ? index : null;

    // Whether no other backend is less than half as loaded: a cache justifies that much of a queue, but not more.
    private static bool IsAsFree(
        RoutingBoard board, ReadOnlySpan<int> loads, IReadOnlyList<int> members, in PickQuery query, bool isTranslated)
    {
        var own = FullnessOf(board, loads, query.Preferred!.Value);
        for (var i = 0; i < members.Count; i++)
            if (IsEligible(board, loads, members[i], query, isTranslated) && own > 2 * FullnessOf(board, loads, members[i]))
                return false;
        return true;
    }

    private static double FullnessOf(RoutingBoard board, ReadOnlySpan<int> loads, int index) =>
        (double)(loads[index] + NoQueue) / board.Catalog.Backends[index].Weight;

    private static bool IsEligible(RoutingBoard board, ReadOnlySpan<int> loads, int index, in PickQuery query, bool isTranslated) =>
        !query.Excluded.Contains(index)
        && !board.Promised[index].Holds(query.Model)
        && board.Serves(index, query.Model)
        && (isTranslated ? query.Ask.IsTranslatedFor(board.Catalog.Backends[index]) : query.Ask.IsSpokenBy(board.Catalog.Backends[index]))
        && loads[index] >= 0
        && board.States[index].IsOpenFor(query.Model, query.Now);

    private static double LoadOf(RoutingBoard board, ReadOnlySpan<int> loads, int index) =>
        (double)loads[index] / board.Catalog.Backends[index].Weight;
}
