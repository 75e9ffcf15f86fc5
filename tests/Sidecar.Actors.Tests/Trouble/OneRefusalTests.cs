using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Trouble;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>A single request does not turn one refusal into a series of longer and longer rests.</summary>
public sealed class OneRefusalTests
{
    [Fact]
    public void a_backend_that_refuses_for_20_seconds_is_asked_twice_at_most_and_rests_for_about_that()
    {
        var world = World.Shipped(Primary("a"));
        using var kit = SidecarKit.Start(
            world with { Walk = world.Walk with { PrimaryWait = world.Walk.PrimaryWait with { MaxRetries = 0 } } });
        kit.Upstream.Script("a", Replies(429, retryAfter: 20.Seconds()));

        var refused = kit.PassUntilOver(kit.Send());

        Assert.InRange(kit.Upstream.Calls.Count, 1, 2);
        Assert.InRange(kit.State("a").Whole.Until - VirtualScheduler.Start, 20.Seconds(), 22.Seconds());
        Assert.Equal(1, kit.State("a").Whole.Streak);
        Assert.Equal(refused.SentAt, refused.AnsweredAt);
    }

    [Fact]
    public void who_waits_for_it_and_is_refused_again_does_not_ask_a_third_time()
    {
        using var kit = SidecarKit.Start(World.Shipped(Primary("a")));
        kit.Upstream.Script("a", Replies(429, retryAfter: 20.Seconds()));

        kit.PassUntilOver(kit.Send());

        Assert.Equal(2, kit.Upstream.Calls.Count);
    }

    [Fact]
    public void who_waits_for_it_is_answered_when_the_upstream_said()
    {
        using var kit = SidecarKit.Start(World.Shipped(Primary("a")));
        kit.Upstream.Script("a", Replies(429, retryAfter: 20.Seconds()), Answers());

        var talk = kit.PassUntilOver(kit.Send());

        AnsweredBy("a")(new Played(kit, talk));
        Assert.InRange(talk.AnsweredAt!.Value - talk.SentAt, 20.Seconds(), 22.Seconds());
    }
}
