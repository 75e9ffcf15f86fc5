using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

public sealed class RoutePickAllocationTests
{
    [Fact]
    public void a_pick_allocates_nothing()
    {
        var board = Board();
        var query = new PickQuery("a", default(BackendSet).With(1).With(70), Instants.Start, 5, 0.4);
        var strategies = Enum.GetValues<RoutingStrategy>();
        var picked = Pick(board, strategies, query, 1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        picked += Pick(board, strategies, query, 1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(picked > 0);
    }

    // The most expensive pick: backends with lists of models, some of them resting, and no eligible primary.
    private static RoutingBoard Board()
    {
        var rest = new RestState { Mode = RestMode.Cooling, Until = Instants.At(9), Streak = 1 };
        var board = Sample.Board(
            [.. Enumerable.Range(0, 80).Select(i => Sample.Backend($"b{i}", i < 40 ? "primary" : "fallback").Serving("x", "y", "a"))]);
        return board with { States = [.. board.States.Select((s, i) => i < 45 ? s with { Models = s.Models.Add("a", rest) } : s)] };
    }

    private static long Pick(RoutingBoard board, RoutingStrategy[] strategies, in PickQuery query, int times)
    {
        var sum = 0L;
        var loads = (stackalloc int[board.Gauges.Length]);
        for (var i = 0; i < times; i++)
            foreach (var strategy in strategies)
                sum += RoutePick.Pick(board, loads, strategy, query);
        return sum;
    }
}
