using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;

namespace Sidecar.Actors.Tests.Trouble;

using static Fleet;
using static UpstreamWords;

/// <summary>A good answer in an emergency counts as the probe, unless the upstream itself named the time.</summary>
public sealed class EmergencyAsProbeTests
{
    [Fact]
    public void it_ends_a_rest_for_failures() => Assert.Equal(RestMode.Available, AfterEmergency(Replies(500)));

    [Fact]
    public void it_ends_a_rest_after_a_429_that_named_no_time() => Assert.Equal(RestMode.Available, AfterEmergency(Replies(429)));

    [Fact]
    public void a_time_that_the_upstream_named_holds() => Assert.Equal(
        RestMode.Cooling, AfterEmergency(Replies(429, retryAfter: 60.Seconds())));

    private static RestMode AfterEmergency(Reply trouble)
    {
        var world = World.Shipped(Primary("a"));
        using var kit = SidecarKit.Start(world with
        {
            Walk = world.Walk with { PrimaryWait = world.Walk.PrimaryWait with { MaxRetries = 0 } },
            Cooldown = world.Cooldown with { FailuresToCool = 1 },
        });
        kit.Upstream.Script("a", trouble, Answers());

        var talk = kit.PassUntilOver(kit.Send());
        if (talk.Answer is Requests.Relayed { Status: 500 })
            talk = kit.PassUntilOver(kit.Send());

        CheckWords.AnsweredBy("a")(new Played(kit, talk));
        return kit.State("a").Whole.Mode;
    }
}
