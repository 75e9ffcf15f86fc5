using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static UpstreamWords;

/// <summary>A client that hangs up, in each phase. Each scenario also checks that leases come back and nothing stays in flight.</summary>
public sealed class CancellationScenarios
{
    [Fact]
    public Task in_routing_the_attempt_is_aborted_and_the_backend_not_blamed() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Stalls())
            .When(ChatRequest()).HangsUpAfter(3.Seconds())
            .Then(NobodyIsAnswered(), AnsweredAfter(3.Seconds()), Journalled("a"), NotCalled("b"),
                Rows(("a", null, ErrorClasses.Cancelled)), WasAborted("a"), WalkEndedWith(0));

    [Fact]
    public Task in_the_wait_it_ends_at_once() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(429, 9.Seconds()))
            .When(ChatRequest()).HangsUpAfter(3.Seconds())
            .Then(NobodyIsAnswered(), AnsweredAfter(3.Seconds()), Rows(("a", 429, ErrorClasses.RateLimited)), WalkEndedWith(0));

    [Fact]
    public Task in_an_attempt_of_the_wait_the_probe_is_released() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(429, 2.Seconds()), Stalls())
            .When(ChatRequest()).HangsUpAfter(3.Seconds())
            .Then(NobodyIsAnswered(), AnsweredAfter(3.Seconds()), WasAborted("a"),
                Journalled("a", CooldownStarted(), CooldownEnded(), ProbeLeased("r1"), ProbeReleased()));

    [Fact]
    public Task in_an_emergency_the_attempt_is_aborted() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Replies(429), Stalls())
            .When(ChatRequest()).HangsUpAfter(12.Seconds())
            .Then(NobodyIsAnswered(), AnsweredAfter(12.Seconds()), WasAborted("a"),
                Rows(("a", 429, ErrorClasses.RateLimited), ("a", null, ErrorClasses.Cancelled)));

    [Fact]
    public Task while_relaying_the_row_is_marked_cancelled() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", Streams(lasts: 60.Seconds()))
            .When(ChatRequest()).HangsUpAfter(5.Seconds())
            .Then(AnsweredBy("a"), Journalled("a"), Rows(("a", 200, ErrorClasses.Cancelled)), WalkEndedWith(0));

    [Fact]
    public void before_it_was_sent_it_ends_without_a_call_that_matters()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());

        var talk = kit.SendGone();

        NobodyIsAnswered()(new Played(kit, talk));
        Assert.Empty(kit.Journal("a"));
    }

    [Fact]
    public void who_hangs_up_in_the_queue_does_not_hold_up_those_behind()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()), Answers());
        var first = kit.Send();
        var second = kit.Send();
        kit.Pass(1.Seconds());

        first.HangUp();
        kit.PassUntilOver(second);

        Assert.Equal(5.Seconds(), second.AnsweredAt - second.SentAt);
        Assert.Equal(RestMode.Available, kit.State("a").Whole.Mode);
    }

    [Fact]
    public void an_answer_that_wins_the_race_against_the_hang_up_does_not_send_another_attempt()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Stalls());
        kit.Upstream.Script("b", Answers());
        var talk = kit.Send();

        // The answer is on its way to the coordinator when the client hangs up.
        kit.Upstream.InFlight.Single().Release(Replies(500));
        talk.HangUp();

        NobodyIsAnswered()(new Played(kit, talk));
        Assert.Empty(kit.Upstream.CallsTo("b"));
    }

    [Fact]
    public void who_hangs_up_before_its_ticket_has_come_leaves_no_place_in_the_queue_behind()
    {
        for (var order = 0; order < 200; order++)
        {
            using var kit = SidecarKit.Start(new World(Primary("a")) { Interleaving = order });
            kit.Upstream.Script("a", Stalls(), Answers());
            var gone = kit.Send();
            kit.Upstream.InFlight.Single().Release(Replies(429, 3.Seconds()));
            kit.SettleSome(order % 16);
            gone.HangUp();

            kit.Pass(4.Seconds());

            AnsweredBy("a")(new Played(kit, kit.Send()));
        }
    }

    private static Check WasAborted(string backend) => played => Assert.True(played.Kit.Upstream.CallsTo(backend)[^1].WasAborted);

    private static Check WalkEndedWith(int status) => played =>
        Assert.Equal(status, played.Kit.FlushedLedger().WalkOf(played.Last.Id).Outcome);
}
