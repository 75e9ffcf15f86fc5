using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

public sealed class RoutingBoardTests
{
    private static readonly RoutingBoard Board = Sample.Board(
        Sample.Backend("a").Serving("x"), Sample.Backend("b", "fallback").Serving("y"), Sample.Backend("c") with { Enabled = false },
            Sample.Backend("d", "unlisted"));

    [Theory]
    [InlineData("x", true, true)]
    [InlineData("y", true, false)]
    [InlineData("z", false, false)] // "c" is disabled, and no route lists the pool of "d"
    public void who_serves_a_model(string model, bool any, bool primary) =>
        Assert.Equal((any, primary), (Board.AnyServes(model, default), Board.IsWorthWaiting(model, WaitFor.Primary, default, default)));

    [Fact]
    public void loads_are_attempts_in_flight_or_minus_1_while_limits_are_used_up()
    {
        var board = Sample.Board(Sample.Backend("a"), Sample.Backend("b"), Sample.Backend("c"));
        board.Gauges[0].Set(4, Instants.Start);
        board.Gauges[1].Set(5, Instants.At(1));
        board.Gauges[2].Set(6, DateTimeOffset.MaxValue);

        Assert.Equal([4, -1, -1], board.Loads(Instants.Start));
        Assert.Equal([4, 5, -1], board.Loads(Instants.At(1)));
    }

    [Fact]
    public void a_gauge_shows_what_was_set_last()
    {
        var gauge = new BackendLoad();
        gauge.Set(1, Instants.At(1));
        gauge.Set(2, Instants.At(2).ToOffset(TimeSpan.FromHours(5)));

        Assert.Equal((2, Instants.At(2).UtcTicks), (gauge.InFlight, gauge.NextAtTicks));
    }
}
