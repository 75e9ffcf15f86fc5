using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

public sealed class RecoveryTests
{
    [Theory]
    [InlineData(60, 7, 7)]
    [InlineData(60, 6.001, 7)] // a client that returns after 6 s returns in vain
    [InlineData(60, 0.2, 1)]
    [InlineData(60, -5, 1)] // already over: at least 1
    [InlineData(3, 7, 3)]
    public void retry_after_is_whole_seconds_to_the_earliest_backend(double primary, double fallback, int seconds) =>
        Assert.Equal(seconds, Recovery.RetryAfterSeconds(Board(primary, fallback), "m", failOverNow: false, Instants.Start));

    [Theory]
    [InlineData(7, 91)]
    [InlineData(90.5, 91)]
    [InlineData(200, 200)]
    public void fail_over_now_overstates_it_to_91_at_least(double seconds, int expected) =>
        Assert.Equal(expected, Recovery.RetryAfterSeconds(Board(seconds, seconds), "m", failOverNow: true, Instants.Start));

    [Fact]
    public void a_backend_that_does_not_serve_the_model_or_is_disabled_does_not_count()
    {
        var board = Sample.Board(Sample.Backend("a").Serving("other"), Sample.Backend("b") with { Enabled = false },
            Sample.Backend("c", "fallback"));
        board = board with { States = [BackendState.Fresh, BackendState.Fresh, Cooling(40)] };

        Assert.Equal(40, Recovery.RetryAfterSeconds(board, "m", false, Instants.Start));
    }

    [Fact]
    public void a_models_own_rest_and_the_limits_count()
    {
        var board = Board(0, 500);
        board.Gauges[0].Set(0, Instants.At(12));
        Assert.Equal(12, Recovery.RetryAfterSeconds(board, "m", false, Instants.Start));

        var rest = new RestState { Mode = RestMode.Cooling, Until = Instants.At(33) };
        board = board with
        {
            States = board.States.SetItem(
            0, BackendState.Fresh with { Models = BackendState.Fresh.Models.Add("m", rest) })
        };
        Assert.Equal(33, Recovery.RetryAfterSeconds(board, "m", false, Instants.Start));
        Assert.Equal(12, Recovery.RetryAfterSeconds(board, "other", false, Instants.Start));
    }

    [Fact]
    public void full_concurrency_is_no_instant_and_a_backend_may_have_room_at_once()
    {
        var board = Board(0, 500);
        board.Gauges[0].Set(9, DateTimeOffset.MaxValue);

        Assert.Equal(1, Recovery.RetryAfterSeconds(board, "m", false, Instants.Start));
    }

    [Fact]
    public void with_nobody_to_wait_for_it_is_1() =>
        Assert.Equal(1, Recovery.RetryAfterSeconds(Sample.Board(Sample.Backend().Serving("x")), "m", false, Instants.Start));

    private static RoutingBoard Board(double primary, double fallback) =>
        Sample.Board(Sample.Backend("p"), Sample.Backend("f", "fallback")) with { States = [Cooling(primary), Cooling(fallback)] };

    private static BackendState Cooling(double until) => BackendState.Fresh with
    {
        Whole = new RestState
        {
            Mode = RestMode.Cooling,
            Until = Instants.At(until)
        }
    };
}
