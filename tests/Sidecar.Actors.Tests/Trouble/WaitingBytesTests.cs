using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Trouble;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>The bytes of waiting requests are bounded in total.</summary>
public sealed class WaitingBytesTests
{
    [Fact]
    public void three_hundred_clients_of_a_megabyte_do_not_all_wait()
    {
        using var kit = Start();

        var talks = Enumerable.Range(0, 300).Select(_ => kit.Send(ChatRequest() with { Bytes = 1_000_000 })).ToList();

        // 256 MiB hold 268 of them.
        Assert.Equal((268, 32), (talks.Count(talk => !talk.IsOver), talks.Count(talk => talk.IsOver)));
        Assert.All(talks.Where(talk => talk.IsOver), talk => RefusedWith("all_pools_exhausted", retryAfter: 21)(new Played(kit, talk)));
        kit.PassUntil(() => talks.TrueForAll(talk => talk.IsOver));
        Assert.Equal(0, kit.Actors.Board.Waiting);
    }

    [Fact]
    public void the_bytes_of_a_waiter_that_left_are_free_again()
    {
        using var kit = Start();
        var large = kit.Send(ChatRequest() with { Bytes = 200 << 20 });
        Assert.True(kit.Send(ChatRequest() with { Bytes = 100 << 20 }).IsOver);

        large.HangUp();

        Assert.False(kit.Send(ChatRequest() with { Bytes = 100 << 20 }).IsOver);
        kit.Pass(1.Minutes());
    }

    private static SidecarKit Start()
    {
        var world = World.Shipped(Primary("a"));
        var kit = SidecarKit.Start(world with { Walk = world.Walk with { Emergency = world.Walk.Emergency with { Rounds = 0 } } });
        kit.Upstream.Script("a", Replies(429, retryAfter: 20.Seconds()));
        return kit;
    }
}
