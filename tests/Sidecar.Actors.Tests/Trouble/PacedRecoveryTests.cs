using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Trouble;

using static Fleet;
using static UpstreamWords;

/// <summary>After a rest the waiting requests are let through one, two, four at a time, and none after the first 429.</summary>
public sealed class PacedRecoveryTests
{
    [Fact]
    public void twenty_five_who_wait_do_not_come_at_once()
    {
        using var kit = SidecarKit.Start(World.Shipped(Primary("a")));
        kit.Upstream.Script("a", [Replies(429, retryAfter: 10.Seconds()), .. Answers().Later(0.2.Seconds()).Times(3),
            Replies(429, retryAfter: 10.Seconds()).Later(0.2.Seconds())]);
        for (var i = 0; i < 25; i++)
            kit.Send();

        kit.Pass(15.Seconds());

        var bursts = kit.Upstream.Calls.Skip(1).GroupBy(call => call.At).Select(burst => burst.Count()).ToList();
        // Each clean answer doubles the burst: the third follows two of them.
        Assert.Equal([1, 2, 8], bursts.Take(3));
        // It contains the first 429; after that, nobody came before the time that the upstream named.
        Assert.Equal(3, bursts.Count);
        kit.Pass(2.Minutes());
    }
}
