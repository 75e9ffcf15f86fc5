using Sidecar.Actors.Tests.Kit;
using Sidecar.Backends;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>Backends that an operator adds, changes and removes while requests are being walked.</summary>
public sealed class RedefinitionScenarios
{
    [Fact]
    public void one_that_is_added_wakes_those_who_wait()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, retryAfter: 9.Seconds()));
        kit.Upstream.Script("b", Answers());
        var waiting = kit.Send();
        Assert.False(waiting.IsOver);

        kit.Redefine(Primary("a"), Primary("b"));
        kit.Settle();

        Assert.True(waiting.IsOver);
        AnsweredBy("b")(new Played(kit, waiting));
    }

    [Fact]
    public void one_that_is_enabled_wakes_those_who_wait()
    {
        using var kit = SidecarKit.Start(Primary("a"), Primary("b") with { Enabled = false });
        kit.Upstream.Script("a", Replies(429, retryAfter: 9.Seconds()));
        kit.Upstream.Script("b", Answers());
        var waiting = kit.Send();

        kit.Redefine(Primary("a"), Primary("b"));
        kit.Settle();

        AnsweredBy("b")(new Played(kit, waiting));
    }

    [Fact]
    public void one_that_is_taken_out_ends_what_it_began_and_begins_nothing()
    {
        using var kit = SidecarKit.Start(Primary("a"), Primary("b"));
        kit.Upstream.Script("a", Streams(lasts: 5.Seconds()));
        kit.Upstream.Script("b", Answers());
        var running = kit.Send();
        kit.Redefine(Primary("b"));

        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.PassUntilOver(running);
        kit.Pass(6.Seconds());

        AnsweredBy("a")(new Played(kit, running));
        Assert.Equal(0, kit.Status("a").InFlight);
        Assert.Equal(("a", 200, null), kit.FlushedLedger().AttemptsOf(running.Id).Select(row => (row.Backend, row.Status, row.ErrorClass))
            .Single());
    }

    [Fact]
    public void a_refusal_of_the_old_key_does_not_rest_the_new_one()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(401).Later(2.Seconds()), Answers());
        kit.Upstream.Script("b", Answers());
        var old = kit.Send();
        kit.Redefine(Primary("a") with { ApiKey = new ApiKey("another") }, Fallback("b"));

        kit.PassUntilOver(old);

        AnsweredBy("b")(new Played(kit, old));
        Assert.Empty(kit.Journal("a"));
        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public void rests_streaks_and_starts_outlive_a_change()
    {
        using var kit = SidecarKit.Start(Primary("a") with { Rpm = 2 }, Fallback("b"));
        kit.Upstream.Script("a", Answers(), Replies(429, retryAfter: 5.Seconds()), Answers());
        kit.Upstream.Script("b", Answers(), Answers(), Answers());
        kit.Send();
        kit.Send();

        kit.Redefine(Primary("a") with { Rpm = 2, Weight = 7 }, Fallback("b"));

        Assert.Equal((RestMode.Cooling, 1), (kit.State("a").Whole.Mode, kit.State("a").Whole.Streak));
        kit.Pass(6.Seconds());
        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(60.Seconds());
        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public void one_that_comes_back_remembers_its_rest()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, retryAfter: 60.Seconds()), Answers());
        kit.Upstream.Script("b", Answers(), Answers());
        kit.Send();
        kit.Redefine(Fallback("b"));
        kit.Redefine(Primary("a"), Fallback("b"));

        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(61.Seconds());
        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public void an_operators_word_is_on_the_board_when_it_is_answered_and_in_the_journal()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Answers());
        kit.Upstream.Script("b", Answers());

        kit.Override(new BackendProtocol.Cool("a", null, 600.Seconds(), "alice", "repairs"));
        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Override(new BackendProtocol.EndRests("a", null, "bob", null));
        AnsweredBy("a")(new Played(kit, kit.Send()));

        Assert.Equal(
            [new CooldownEvents.V1.CooldownStarted(VirtualScheduler.Start, null, CooldownReason.Operator, VirtualScheduler.Start
                + 600.Seconds(), 0, 0, new Cause(null, By: "alice", Why: "repairs")),
                new CooldownEvents.V1.CooldownEnded(VirtualScheduler.Start, null, true, new Cause(null, By: "bob"))],
            kit.Journal("a"));
    }

    [Fact]
    public void without_any_backend_left_requests_say_so()
    {
        using var kit = SidecarKit.Start(Primary("a"));

        kit.Redefine();

        RefusedWith("no_backend_configured")(new Played(kit, kit.Send()));
    }
}
