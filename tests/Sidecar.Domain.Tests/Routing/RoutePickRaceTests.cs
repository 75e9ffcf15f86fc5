using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

public sealed class RoutePickRaceTests
{
    [Fact]
    public void a_pick_finds_a_backend_while_loads_move_under_it()
    {
        var board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"));
        var query = new PickQuery("m", default, Instants.Start, 0, 0.9);
        var isOver = false;
        var mover = new Thread(() =>
        {
            for (var i = 0; !Volatile.Read(ref isOver); i++)
                board.Gauges[i & 1].Set(i & 7, Instants.Start);
        });
        mover.Start();

        var misses = 0;
        for (var i = 0; i < 300_000; i++)
            if (RoutePick.Pick(board, RoutingStrategy.LeastLoaded, query) < 0)
                misses++;
        Volatile.Write(ref isOver, true);
        mover.Join();

        Assert.Equal(0, misses);
    }
}
