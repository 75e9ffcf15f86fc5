using CsCheck;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Routing;

public sealed class EmergencyOrderTests
{
    [Fact]
    public void cooling_ones_are_asked_too_soonest_recovery_first_and_pools_in_order_among_equals()
    {
        var board = Sample.Board(Sample.Backend("late"), Sample.Backend("f", "fallback"), Sample.Backend("soon"), Sample.Backend("well"));
        board = board with { States = [Cooling(60), BackendState.Fresh, Cooling(20), BackendState.Fresh] };

        Assert.Equal([3, 1, 2, 0], EmergencyOrder.Of(board, "m", default, Instants.Start));
        Assert.Equal([3, 1, 0, 2], EmergencyOrder.Of(board with
        {
            States = [
            Cooling(20), BackendState.Fresh, Cooling(60), BackendState.Fresh]
        }, "m", default, Instants.Start));
    }

    [Fact]
    public void it_holds_every_enabled_backend_that_serves_the_model_and_does_not_rest_for_its_credentials() =>
        RandomBoards.Picks.Sample((board, query) =>
    {
        var order = EmergencyOrder.Of(board, query.Model, query.Excluded, query.Now);
        var expected = Enumerable.Range(0, board.Catalog.Backends.Count).Where(i =>
            board.Catalog.Backends[i] is { Enabled: true } backend
                && (backend.Models.Count == 0 || backend.Models.Any(m => m.Name == query.Model))
            && !query.Excluded.Contains(i)
            && board.States[i].Whole is var whole && !(whole.Mode == RestMode.Cooling && whole.Reason == CooldownReason.Credentials
                && query.Now < whole.Until));

        Assert.Equal(expected, order.Order());
        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(
            board.States[pair.First].NextAt(query.Model, query.Now) <= board.States[pair.Second].NextAt(query.Model, query.Now)));
    });

    private static BackendState Cooling(double until) => BackendState.Fresh with
    {
        Whole = new RestState
        {
            Mode = RestMode.Cooling,
            Until = Instants.At(until)
        }
    };
}
