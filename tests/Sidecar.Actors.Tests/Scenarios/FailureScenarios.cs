using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;
using Sidecar.Requests;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>Sidecar's own faults: one answer, no lease kept, nobody else harmed.</summary>
public sealed class FailureScenarios
{
    [Fact]
    public void a_port_that_throws_although_it_must_not_is_an_internal_error_and_its_lease_comes_back()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Throws(), Answers());

        var talk = kit.Send();

        RefusedWith("internal_error")(new Played(kit, talk));
        Assert.Equal(0, kit.Status("a").InFlight);
        Assert.Contains(kit.Logs.Lines, line => line.Level == LogLevel.Error && line.Text.Contains(talk.Id, StringComparison.Ordinal));
        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public void a_port_that_throws_in_the_wait_leaves_no_place_in_the_queue_behind()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Replies(429, 2.Seconds()), Throws(), Answers());
        var first = kit.Send();
        var second = kit.Send();

        kit.Pass(3.Seconds());

        RefusedWith("internal_error")(new Played(kit, first));
        AnsweredBy("a")(new Played(kit, second));
        Assert.Equal(0, kit.Status("a").InFlight);
    }

    [Fact]
    public void a_fault_in_mid_attempt_gives_the_lease_back_and_disposes_what_comes_too_late()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Stalls());
        var talk = kit.Send();
        var coordinator = kit.CoordinatorOf(talk);

        coordinator.Tell(Kill.Instance);
        kit.SettleUntil(() => talk.IsOver);

        RefusedWith("internal_error")(new Played(kit, talk));
        Assert.Equal(0, kit.Status("a").InFlight);
        var call = kit.Upstream.InFlight.Single();
        call.Release(Answers());
        kit.Settle();
        Assert.True(Assert.IsType<ScriptedAnswer>(call.Answer).IsDisposed);
    }

    [Fact]
    public void a_port_that_fails_asynchronously_fails_the_attempt_and_not_the_walk()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", FailsWith(UpstreamError.Internal));
        kit.Upstream.Script("b", Answers());

        var talk = kit.Send();

        AnsweredBy("b")(new Played(kit, talk));
        Assert.Empty(kit.Journal("a"));
        Rows(("a", null, "sidecar_internal"), ("b", 200, null))(new Played(kit, talk));
    }

    [Fact]
    public void a_message_that_nobody_knows_is_no_fault()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Stalls());
        var talk = kit.Send();

        kit.CoordinatorOf(talk).Tell("what is this?");
        kit.CoordinatorOf(talk).Tell(new RequestProtocol.RelayEnded(new(RelayOutcome.Completed, default, 0)));
        kit.Settle();
        kit.Upstream.InFlight.Single().Release(Answers());
        kit.Settle();

        AnsweredBy("a")(new Played(kit, talk));
    }
}
