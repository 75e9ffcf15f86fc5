using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Backends;

public sealed class CatalogChangeTests
{
    [Fact]
    public void an_index_is_kept_for_as_long_as_the_process_runs()
    {
        var first = Sample.Catalog(Sample.Backend("a"), Sample.Backend("b"));
        var without = first.Become(Sample.Catalog(Sample.Backend("c"), Sample.Backend("b")));
        var back = without.Become(Sample.Catalog(Sample.Backend("b"), Sample.Backend("a"), Sample.Backend("c")));

        Assert.Equal((0, 1, 2), (without.IndexOf("a"), without.IndexOf("b"), without.IndexOf("c")));
        Assert.Equal((0, 1, 2), (back.IndexOf("a"), back.IndexOf("b"), back.IndexOf("c")));
        Assert.Equal(["c", "b"], without.Defined.Select(b => b.Id));
        Assert.Equal([1, 0, 2], back.PoolMembers[0]);
    }

    [Fact]
    public void one_that_is_taken_out_serves_nothing_and_nobody_is_left_is_nobody_configured()
    {
        var board = Sample.Board(Sample.Backend("a"));
        var empty = board.Become(board.Catalog.Become(Sample.Catalog()), []);

        Assert.True(empty.Catalog.Backends[0].IsRetired);
        Assert.Empty(empty.Catalog.Defined);
        Assert.False(empty.AnyServes("m", default));
        Assert.Equal(-1, RoutePick.Pick(empty, empty.Loads(Instants.At(0)), RoutingStrategy.InOrder,
            new PickQuery("m", default, Instants.At(0), 0, 0)));
    }

    [Fact]
    public void states_and_gauges_stay_with_their_backend_and_promises_are_made_anew()
    {
        var board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"));
        board = board with { Promised = [Promise.ForAll, Promise.None] };
        var gauge = new BackendLoad();

        var next = board.Become(board.Catalog.Become(Sample.Catalog(Sample.Backend("c"), Sample.Backend("b"))), [gauge]);

        Assert.Same(board.Gauges[1], next.Gauges[1]);
        Assert.Same(gauge, next.Gauges[2]);
        Assert.Equal((3, 3, board.Version + 1), (next.States.Length, next.Promised.Length, next.Version));
        Assert.All(next.Promised, promise => Assert.Same(Promise.None, promise));
    }
}
