using CsCheck;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Tests.Routing;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Walk;

public sealed class ExclusionTests
{
    private static readonly BackendState Cooling = Resting(new RestState
    {
        Mode = RestMode.Cooling,
        Reason = CooldownReason.Overloaded,
        Until = Instants.At(5)
    });
    private static readonly BackendState Probed = Resting(new RestState { Mode = RestMode.Probing, ProbeUntil = Instants.At(5) });
    private static readonly BackendState ModelCooling = BackendState.Fresh with
    {
        Models = BackendState.Fresh.Models.Add("a",
        Cooling.Whole)
    };

    [Fact]
    public void each_reason_has_its_name()
    {
        var board = Sample.Board(
            Sample.Backend("0"), Sample.Backend("1") with { Enabled = false }, Sample.Backend("2").Serving("b"), Sample.Backend("3"),
            Sample.Backend("4"), Sample.Backend("5"), Sample.Backend("6"), Sample.Backend("7"), Sample.Backend("8"));
        board = board with
        {
            States = board.States.SetItem(4, Cooling).SetItem(5, Probed).SetItem(6, ModelCooling),
            Promised = board.Promised.SetItem(8, Promise.For(["a"])),
        };
        board.Gauges[7].Set(1, Instants.At(1));

        Assert.Equal(
            [null, "disabled", "model", "tried", "cooling:overloaded", "probing", "cooling:overloaded", "limited", "promised"],
            Reasons(board, default(BackendSet).With(3), "a", Instants.Start));
    }

    [Fact]
    public void a_rest_that_is_over_excludes_nobody() =>
        Assert.Equal([null, null], Reasons(Sample.Board(Sample.Backend("0"), Sample.Backend("1")) with { States = [Cooling, Probed] },
            default, "a", Instants.At(5)));

    [Fact]
    public void exactly_the_backends_that_are_not_excluded_could_have_been_picked() => RandomBoards.Picks.Sample((board, query) =>
    {
        var reasons = Reasons(board, query.Excluded, query.Model, query.Now);
        for (var i = 0; i < reasons.Count; i++)
        {
            var others = Enumerable.Range(0, reasons.Count).Where(o => o != i).Aggregate(query.Excluded, (set, o) => set.With(o));
            Assert.Equal(reasons[i] is null ? i : -1, RoutePick.Pick(
                board, board.Loads(query.Now), RoutingStrategy.InOrder, query with { Excluded = others }));
        }
    });

    private static List<string?> Reasons(RoutingBoard board, BackendSet excluded, string model, DateTimeOffset now)
    {
        var loads = board.Loads(now);
        var picked = new BackendPicked(now, RequestPhase.Routing, board, excluded, loads, -1);
        return [.. loads.Select((load, i) => Exclusion.Of(picked, i, load, model))];
    }

    private static BackendState Resting(RestState rest) => BackendState.Fresh with { Whole = rest };
}
