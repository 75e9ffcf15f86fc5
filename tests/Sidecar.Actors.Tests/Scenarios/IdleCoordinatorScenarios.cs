using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Scenarios;

using static Fleet;
using static UpstreamWords;

/// <summary>Which coordinators walk a second request, and which must not.</summary>
public sealed class IdleCoordinatorScenarios
{
    [Fact]
    public void a_coordinator_whose_walk_ended_well_takes_the_next_request()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());

        var first = kit.CoordinatorOf(kit.Send());
        var second = kit.CoordinatorOf(kit.Send());

        Assert.Equal((first, 1), (second, kit.Actors.Idle.Count));
    }

    [Fact]
    public void requests_at_the_same_time_have_coordinators_of_their_own()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());
        var first = kit.Send(new ClientRequest("m") { Holds = true });
        var second = kit.Send(new ClientRequest("m") { Holds = true });

        Assert.NotEqual(kit.CoordinatorOf(first), kit.CoordinatorOf(second));
    }

    [Fact]
    public void a_coordinator_that_waited_is_not_used_again()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, 1.Seconds()), Answers());
        kit.PassUntilOver(kit.Send());

        Assert.Equal(0, kit.Actors.Idle.Count);
    }

    [Fact]
    public void no_idle_coordinator_is_taken_while_draining()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());
        kit.Send();

        kit.StartDraining();

        Assert.Equal(kit.Actors.Gateway, kit.Actors.ForNextRequest());
    }
}
