using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Trouble;

using static Fleet;
using static UpstreamWords;

/// <summary>One of three backends takes requests for 30 s and never answers them; none is streamed, so that none times out.</summary>
public sealed class HangingTests
{
    private static readonly DateTimeOffset Begins = VirtualScheduler.Start + 20.Seconds();
    private static readonly DateTimeOffset Ends = VirtualScheduler.Start + 50.Seconds();

    [Fact]
    public void after_a_hang_full_service_is_back_within_ten_seconds_and_few_requests_hung()
    {
        using var kit = Play();

        var hung = kit.Upstream.CallsTo("a").Where(call => call.At >= Begins && call.At < Ends).ToList();
        // Those of the first two seconds, a burst among them, and one every eight.
        Assert.InRange(hung.Count, 1, 9);
        var back = kit.Upstream.CallsTo("a").First(call => call.At >= Ends);
        Assert.True(back.At - Ends < 10.Seconds(), $"asked again {back.At - Ends} after its end");

        // What hung still does, and is no reason to leave the backend alone.
        Assert.All(hung, call => Assert.False(call.IsOver));
        var (all, own) = (Since(kit, Ends + 11.Seconds()), kit.Upstream.CallsTo("a").Count(call => call.At >= Ends + 11.Seconds()));
        Assert.InRange(own, all / 4, all / 2);
        foreach (var talk in kit.Conversations.Where(talk => !talk.IsOver))
            talk.HangUp();
    }

    [Fact]
    public void while_everybody_hangs_the_load_is_shared_as_ever()
    {
        using var kit = SidecarKit.Start(World.Shipped(Primary("a"), Primary("b"), Primary("c")));
        kit.Upstream.Improvise = _ => Stalls();
        for (var i = 0; i < 60; i++)
        {
            kit.Send();
            kit.Pass(1.Seconds());
        }

        Assert.All(["a", "b", "c"], id => Assert.InRange(kit.Upstream.CallsTo(id).Count, 12, 28));
        foreach (var talk in kit.Conversations)
            talk.HangUp();
    }

    private static SidecarKit Play()
    {
        var kit = SidecarKit.Start(World.Shipped(Primary("a"), Primary("b"), Primary("c")));
        kit.Upstream.Improvise = call => call.Backend.Id == "a" && kit.Now >= Begins && kit.Now < Ends
            ? Stalls() : Answers().Later(0.25.Seconds());
        // Six a second, in pairs and every few seconds in bursts.
        for (var tick = 0; tick < 270; tick++)
        {
            for (var i = 0; i < (tick % 15 == 7 ? 10 : 2); i++)
                kit.Send();
            kit.Pass((1.0 / 3).Seconds());
        }
        return kit;
    }

    private static int Since(SidecarKit kit, DateTimeOffset instant) => kit.Upstream.Calls.Count(call => call.At >= instant);
}
