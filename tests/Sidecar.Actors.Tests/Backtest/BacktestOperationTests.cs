using Sidecar.Actors.Tests.Kit;
using Sidecar.Actors.Tests.Simulation;
using Sidecar.Backends;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Backtest;

namespace Sidecar.Actors.Tests.Backtest;

/// <summary>Whatever an operator does while requests are being walked is in the record, and every decision around it is
/// reproduced.</summary>
public sealed class BacktestOperationTests
{
    [Theory]
    [InlineData("add")]
    [InlineData("change limits")]
    [InlineData("disable and enable")]
    [InlineData("remove and add again")]
    [InlineData("another pool")]
    [InlineData("another key")]
    [InlineData("the same once more")]
    [InlineData("rest and clear")]
    [InlineData("clock back")]
    [InlineData("clock forth")]
    public void comes_out_as_recorded(string operation)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var chance = new Random(seed);
            var world = StormWorld.Draw(chance, seed);
            // Only records made before the engine had a clock of its own contain steps, and those know nothing of limits.
            if (operation.StartsWith("clock", StringComparison.Ordinal))
                world = world with { Cooldown = world.Cooldown with { Learn = false } };
            var history = RecordedStorm.Play(world, chance, 150, 2.Minutes(), ActsOf(operation));
            var decisions = BacktestRunner.Run([history]);

            Assert.True(decisions.Different == 0, $"{operation}, seed {seed}:\n{string.Join("\n", decisions.Differences)}");
            Assert.Equal(history.Walks.Count, decisions.ByKind[DecisionKind.End].Same);
            // While an added backend reads its journal it refuses everybody; that is not a decision.
            Assert.True(decisions.Unknown <= 1 + (decisions.Total / 25),
                $"{operation}, seed {seed}: {decisions.Unknown} of {decisions.Total} unknown: {string.Join(", ", decisions.ByKind)}");
        }
    }

    [Fact]
    public void walks_that_are_still_under_way_are_missed_and_nothing_else_is_called_different()
    {
        var history = RecordedStorm.Play(4, 300, 2.Minutes());
        for (var seed = 0; seed < 20; seed++)
        {
            var chance = new Random(seed);
            var decisions = BacktestRunner.Run([history with { Walks = [.. history.Walks.Where(_ => chance.Next(12) > 0)] }]);

            Assert.True(!decisions.ByKind.TryGetValue(DecisionKind.Order, out var order) || order.Different == 0,
                $"seed {seed}:\n{string.Join("\n", decisions.Differences)}");
        }
    }

    [Fact]
    public void a_record_that_stands_twice_is_read_once()
    {
        var history = RecordedStorm.Play(4, 150, 2.Minutes());

        var decisions = BacktestIdentityTests.Verify(history, "once");

        Assert.Equal(decisions.Total, BacktestRunner.Run([history with { Walks = [.. history.Walks, .. history.Walks] }]).Total);
    }

    [Fact]
    public void a_backend_that_no_policy_defines_is_told_as_unknown()
    {
        var history = RecordedStorm.Play(4, 150, 2.Minutes());
        var catalog = history.Policy.Catalog;
        var fewer = new BackendCatalog(catalog.Pools, [.. catalog.Backends.Take(1)], catalog.ModelAliases);

        var decisions = BacktestRunner.Run([history with { Policy = history.Policy with { Catalog = fewer } }]);

        Assert.True(decisions.Total > 0);
    }

    private static Func<SidecarKit, World, World>[] ActsOf(string operation) => operation switch
    {
        "add" => [(_, w) => w with { Backends = [.. w.Backends, Fleet.Primary("new") with { Rpm = 20 }] }],
        "change limits" => [(_, w) => First(w, b => b with { Rpm = 5, Tpm = 2_000, MaxConcurrency = 2 }), (_, w) =>
            First(w, b => b with { Rpm = 0, Tpm = 0, MaxConcurrency = 0, Weight = 3 })],
        "disable and enable" => [(_, w) => First(w, b => b with { Enabled = false }), (_, w) =>
            First(w, b => b with { Enabled = true }), (_, w) => First(w, b => b with { Enabled = false }), (_, w) =>
            First(w, b => b with { Enabled = true })],
        "remove and add again" => [(_, w) => w with { Backends = [.. w.Backends.Skip(1)] }, (_, w) =>
            w with { Backends = [.. w.Backends, Fleet.Primary("b0")] }],
        "another pool" => [(_, w) => First(w, b => b with { Pool = "fallback" }), (_, w) => First(w, b => b with { Pool = "primary" })],
        "another key" => [(_, w) => First(w, b => b with { ApiKey = new ApiKey("another") }), (_, w) =>
            First(w, b => b with { ApiKey = new ApiKey("a third") })],
        "the same once more" => [(_, w) => w with { Seed = w.Seed }, (_, w) => w with { Seed = w.Seed }],
        "rest and clear" => [(kit, w) => Say(kit, w, new BackendProtocol.Cool("b0", null, 20.Seconds(), "somebody", "because")), (kit, w) =>
            Say(kit, w, new BackendProtocol.EndRests("b0", null, "somebody", null))],
        "clock back" => [(kit, w) => Stepped(kit, w, -60.Minutes()), (kit, w) => Stepped(kit, w, -30.Seconds())],
        _ => [(kit, w) => Stepped(kit, w, 60.Minutes()), (kit, w) => Stepped(kit, w, 7.Seconds())],
    };

    private static World First(World world, Func<Backend, Backend> change) =>
        world with { Backends = [change(world.Backends[0]), .. world.Backends.Skip(1)] };

    private static World Say(SidecarKit kit, World world, BackendProtocol.IBackendMessage word)
    {
        kit.Override(word);
        return world;
    }

    private static World Stepped(SidecarKit kit, World world, TimeSpan by)
    {
        kit.StepClock(by);
        return world;
    }
}
