using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static UpstreamWords;

/// <summary>What a restart keeps.</summary>
public sealed class RecoveryScenarios
{
    [Fact]
    public void a_rest_goes_on_after_a_restart_and_ends_when_it_would_have()
    {
        using var kit = ARestOf(60.Seconds());

        kit.Restart(downtime: 20.Seconds());

        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(39.9.Seconds());
        Assert.Equal(RestMode.Cooling, kit.State("a").Whole.Mode);
        kit.Pass(0.1.Seconds());
        Assert.Equal(RestMode.Probing, kit.State("a").Whole.Mode);
        Assert.Equal(kit.Now, Assert.IsType<CooldownEvents.V1.CooldownEnded>(kit.Journal("a")[^1]).At);
        kit.Upstream.Script("a", Answers());
        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Theory]
    [InlineData(1), InlineData(24), InlineData(30 * 24)]
    public void a_rest_that_began_while_the_clock_was_ahead_is_no_longer_after_a_restart_with_the_right_one(int hours)
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, 120.Seconds()));
        kit.Upstream.Script("b", Answers());
        kit.StepClock(TimeSpan.FromHours(hours));
        kit.Send();
        kit.StepClock(-TimeSpan.FromHours(hours));

        kit.Restart(downtime: 5.Seconds());

        Assert.InRange((kit.State("a").Whole.Until - kit.Now).TotalSeconds, 1, 120);
    }

    [Fact]
    public void a_rest_that_ended_while_sidecar_was_down_is_over()
    {
        using var kit = ARestOf(60.Seconds());

        kit.Restart(downtime: 61.Seconds());

        kit.Upstream.Script("a", Answers());
        AnsweredBy("a")(new Played(kit, kit.Send()));
        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), ProbeClosed(), StreakReset(to: 0)],
            kit.Journal("a"));
    }

    [Fact]
    public void the_streak_goes_on()
    {
        using var kit = ARestOf(30.Seconds());

        kit.Restart(downtime: 31.Seconds());
        kit.Send();

        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), CooldownStarted(streak: 2)], kit.Journal("a"));
    }

    [Fact]
    public void a_probe_under_way_still_keeps_others_away_until_its_lease_ends()
    {
        using var kit = ARestOf(5.Seconds());
        kit.Pass(6.Seconds());
        kit.Upstream.Script("a", Stalls());
        kit.Send();

        kit.Crash(downtime: 10.Seconds());

        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(20.Seconds());
        kit.Upstream.Script("a", Answers());
        AnsweredBy("a")(new Played(kit, kit.Send()));
        kit.ExpectsFaults = true;
    }

    [Fact]
    public void failures_in_a_row_are_remembered()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"), Fallback("b")) { Cooldown = new() { Jitter = 0, FailuresToCool = 2 } });
        kit.Upstream.Script("a", Replies(500));
        kit.Upstream.Script("b", Answers());
        kit.Send();

        kit.Restart();
        kit.Send();

        EventWords.Verify([FailureCounted(1), CooldownStarted(CooldownReason.Unhealthy)], kit.Journal("a"));
    }

    [Fact]
    public void more_than_a_snapshots_worth_of_events_is_the_same_state_again()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"), Fallback("b")) { Cooldown = new() { Jitter = 0, FailuresToCool = 1000 } });
        kit.Upstream.Script("a", Replies(500));
        kit.Upstream.Script("b", Answers());
        for (var i = 0; i < 250; i++)
        {
            kit.Send();
            kit.Pass(1.Seconds());
        }
        var before = kit.State("a");

        kit.Restart();

        Assert.Equal(250, before.Failures);
        Assert.Equal(BackendStateCodec.Write(before), BackendStateCodec.Write(kit.State("a")));
        Assert.Equal(2, kit.Store.SnapshotsOf("backend-a").Count);
        Assert.Equal(250, kit.Journal("a").Count);
    }

    private static SidecarKit ARestOf(TimeSpan span)
    {
        var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, span));
        kit.Upstream.Script("b", Answers());
        kit.Send();
        return kit;
    }
}
