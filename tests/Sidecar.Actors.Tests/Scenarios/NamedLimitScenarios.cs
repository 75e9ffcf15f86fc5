using Sidecar.Actors.Tests.Backtest;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>What an upstream's headers say about its limits.</summary>
public sealed class NamedLimitScenarios
{
    [Fact]
    public void nothing_left_on_a_good_answer_closes_until_the_reset_and_is_no_rest()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Left(0, 10, "20s"), Answers());
        kit.Upstream.Script("b", Answers());

        AnsweredBy("a")(new Played(kit, kit.Send()));
        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(20.Seconds());
        AnsweredBy("a")(new Played(kit, kit.Send()));

        var learned = Assert.IsType<CooldownEvents.V1.LimitLearned>(Assert.Single(kit.Journal("a")));
        Assert.Equal((10, true), (learned.Limit!.Number, learned.Limit.IsNamed));
        Assert.True(kit.State("a").IsClean);
    }

    [Fact]
    public void what_is_started_meanwhile_counts_against_what_was_left()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Left(2, 10, "20s"), Answers().Later(5.Seconds()));
        kit.Upstream.Script("b", Answers());
        kit.Send();

        for (var i = 0; i < 4; i++)
            kit.Send();
        kit.Pass(6.Seconds());

        Assert.Equal((3, 2), (kit.Upstream.CallsTo("a").Count, kit.Upstream.CallsTo("b").Count));
    }

    [Fact]
    public void a_stream_that_is_long_tells_at_its_beginning_when_little_is_left()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Streams(lasts: 60.Seconds()) with { Headers = Left(0, 10, "30s").Headers });
        kit.Upstream.Script("b", Answers());
        kit.Send(ChatRequest() with { Stream = true });

        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(61.Seconds());
    }

    [Fact]
    public void who_waits_is_let_through_at_the_reset()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Left(0, 1, "6s"), Left(0, 1, "6s"));
        kit.Send();

        var waiting = kit.PassUntilOver(kit.Send());

        AnsweredBy("a")(new Played(kit, waiting));
        CalledAt("a", 0, 6)(new Played(kit, waiting));
    }

    [Fact]
    public void a_429_with_a_named_limit_and_no_hint_climbs_no_ladder()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Left(5, 10, "20s"), Replies(429), Answers());
        kit.Upstream.Script("b", Answers());
        kit.Send();

        AnsweredBy("b")(new Played(kit, kit.Send()));

        Assert.DoesNotContain(kit.Journal("a"), e => e is CooldownEvents.V1.CooldownStarted);
        kit.Pass(10.Seconds());
        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public void a_429_of_a_told_limit_that_is_used_climbs_no_ladder()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Rpm = 2 }, Fallback("b"));
        kit.Upstream.Script("a", Answers(), Replies(429), Answers());
        kit.Upstream.Script("b", Answers());
        kit.Send();

        AnsweredBy("b")(new Played(kit, kit.Send()));

        Assert.DoesNotContain(kit.Journal("a"), e => e is CooldownEvents.V1.CooldownStarted);
    }

    [Fact]
    public void a_429_far_below_a_told_limit_is_not_explained_by_it()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Rpm = 40 }, Fallback("b"));
        kit.Upstream.Script("a", Replies(429));
        kit.Upstream.Script("b", Answers());

        kit.Send();

        Assert.Contains(kit.Journal("a"), e => e is CooldownEvents.V1.CooldownStarted);
    }

    [Fact]
    public void it_comes_out_as_recorded()
    {
        var world = new World(Primary("a") with { Rpm = 30 }, Fallback("b"));
        var calls = 0;
        var history = RecordedStorm.Play(world, (call, _) => ++calls % 4 == 0 ? Left(calls % 3, 5, "7s") : calls % 11 == 0 ? Replies(429)
            : Answers(), 200, 0.7.Seconds());

        BacktestIdentityTests.Verify(history, "named limits");
    }

    [Fact]
    public void leases_that_come_back_are_told_where_a_learned_limit_depends_on_them()
    {
        var order = new Sidecar.Backends.LeaseOrder(new Backend { Id = "a", Pool = "p", BaseUrl = "http://x" });
        order.Returned(1);
        Assert.Null(order.NextPlace(0).Returned);

        order.Knows(new LearnedLimit(new LimitKind(LimitMeasure.AtOnce, TimeSpan.Zero), 2, [DateTimeOffset.UnixEpoch]));
        order.Returned(2);

        Assert.Equal([2], order.NextPlace(0).Returned);
    }

    private static Reply Left(int remaining, int limit, string reset) => Replies(200, body: """{"choices":[]}""", headers: [
        ("x-ratelimit-limit-requests", $"{limit}"), ("x-ratelimit-remaining-requests", $"{remaining}"),
            ("x-ratelimit-reset-requests", reset)]);
}
