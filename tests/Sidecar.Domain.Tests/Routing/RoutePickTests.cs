using CsCheck;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

/// <summary>Picks, compared with a literal reading of the contract. A failure prints its CsCheck seed.</summary>
public sealed class RoutePickTests
{
    private static readonly Gen<RoutingStrategy> Strategy = Gen.Enum<RoutingStrategy>();

    [Fact]
    public void a_pick_is_eligible_and_is_made_whenever_one_is() => Gen.Select(RandomBoards.Picks, Strategy).Sample((pick, strategy) =>
    {
        var picked = RoutePick.Pick(pick.Board, pick.Board.Loads(Instants.Start), strategy, pick.Query);
        var eligible = Eligible(pick.Board, pick.Query);

        if (eligible.Count == 0)
            Assert.Equal(-1, picked);
        else
            Assert.Contains(picked, eligible);
    });

    [Fact]
    public void in_order_takes_the_operators_first() => RandomBoards.Picks.Sample((board, query) =>
        Assert.Equal(Eligible(board, query).FirstOrDefault(-1),
            RoutePick.Pick(board, board.Loads(Instants.Start), RoutingStrategy.InOrder, query)));

    [Fact]
    public void round_robin_gives_each_its_turn() => RandomBoards.Picks.Sample((board, query) =>
    {
        var eligible = Eligible(board, query);
        var start = Math.Abs(query.RequestNumber % 1_000_000);
        var picked = Enumerable.Range(0, 2 * eligible.Count).Select(
            i => RoutePick.Pick(board, board.Loads(Instants.Start), RoutingStrategy.RoundRobin, query with { RequestNumber = start + i }))
            .ToList();

        var shift = eligible.Count == 0 ? 0 : (int)(start % eligible.Count);
        Assert.Equal(eligible.Concat(eligible).Concat(eligible).Skip(shift).Take(2 * eligible.Count), picked);
    });

    [Fact]
    public void least_loaded_takes_one_with_the_fewest_attempts_in_flight_for_its_weight() => RandomBoards.Picks.Sample((board, query) =>
    {
        var eligible = Eligible(board, query);
        if (eligible.Count == 0)
            return;
        var lightest = eligible.Min(Load);

        Assert.Equal(lightest, Load(RoutePick.Pick(board, board.Loads(Instants.Start), RoutingStrategy.LeastLoaded, query)));

        double Load(int i) => (double)board.Gauges[i].InFlight / board.Catalog.Backends[i].Weight;
    });

    [Fact]
    public void least_loaded_breaks_ties_evenly_by_chance()
    {
        var board = Sample.Board(Enumerable.Range(0, 5).Select(i => Sample.Backend($"b{i}")).ToArray());
        board.Gauges[1].Set(3, Instants.Start);

        Assert.Equal([(0, 100), (2, 100), (3, 100), (4, 100)], Sweep(board, RoutingStrategy.LeastLoaded, 400));
    }

    [Fact]
    public void weighted_follows_the_proportions_of_those_eligible()
    {
        var board = Sample.Board(
            Sample.Backend("a") with { Weight = 1 }, Sample.Backend("b") with { Weight = 6, Enabled = false },
                Sample.Backend("c") with { Weight = 3 },
            Sample.Backend("d") with { Weight = 4 }, Sample.Backend("e", "fallback") with { Weight = 1_000 });

        Assert.Equal([(0, 100), (2, 300), (3, 400)], Sweep(board, RoutingStrategy.Weighted, 800));
    }

    [Fact]
    public void a_later_pool_is_asked_only_when_no_earlier_one_can_serve()
    {
        var board = Sample.Board(Sample.Backend("late", "fallback"), Sample.Backend("first"));
        var query = new PickQuery("m", default, Instants.Start, 0, 0);

        Assert.All(Enum.GetValues<RoutingStrategy>(), s => Assert.Equal(1, RoutePick.Pick(board, board.Loads(Instants.Start), s, query)));
        Assert.All(Enum.GetValues<RoutingStrategy>(), s => Assert.Equal(
            0, RoutePick.Pick(board, board.Loads(Instants.Start), s, query with { Excluded = default(BackendSet).With(1) })));
    }

    private static List<(int Backend, int Times)> Sweep(RoutingBoard board, RoutingStrategy strategy, int steps) =>
        [.. Enumerable.Range(0, steps)
            .Select(i => RoutePick.Pick(board, board.Loads(Instants.Start), strategy,
                new PickQuery("m", default, Instants.Start, 0, (i + 0.5) / steps)))
            .CountBy(i => i).OrderBy(c => c.Key).Select(c => (c.Key, c.Value))];

    /// <summary>The eligible backends of the first pool that has any, in the operator's order.</summary>
    private static List<int> Eligible(RoutingBoard board, PickQuery query) =>
        board.Catalog.Pools.Select(pool => Enumerable.Range(0, board.Catalog.Backends.Count).Where(i => IsEligible(board, query, pool, i))
            .ToList())
            .FirstOrDefault(found => found.Count > 0, []);

    private static bool IsEligible(RoutingBoard board, PickQuery query, string pool, int i)
    {
        var (backend, state, now) = (board.Catalog.Backends[i], board.States[i], query.Now);
        var rests = new[] { state.Whole, state.Models.GetValueOrDefault(query.Model) };
        return backend.Pool == pool && backend.Enabled && (backend.Models.Count == 0 || backend.Models.Any(m => m.Name == query.Model))
            && !query.Excluded.Contains(i) && !board.Promised[i].Holds(query.Model) && board.Gauges[i].NextAtTicks <= now.UtcTicks
            && rests.All(r => r is null || !(r.Mode == Domain.Cooldowns.RestMode.Cooling ? now < r.Until : r.ProbeUntil is { } until
                && now < until));
    }
}
