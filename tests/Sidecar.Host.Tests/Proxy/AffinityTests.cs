using Sidecar.Host.Tests.Kit;
using static Sidecar.Host.Tests.Kit.Settings;

namespace Sidecar.Host.Tests.Proxy;

/// <summary>A session stays where it was served.</summary>
public sealed class AffinityTests
{
    private static string Turn(string session, int turn) =>
        $$"""{"model":"m","prompt_cache_key":"{{session}}","messages":[{"role":"user","content":"{{turn}}"}]}""";

    [Fact]
    public async Task each_session_stays_at_one_backend_and_moves_when_that_rests()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + OnlyRouting);
        var upstreams = new Dictionary<string, FakeUpstream> { ["a"] = a, ["b"] = b };

        for (var session = 0; session < 8; session++)
        {
            var served = new HashSet<string>();
            for (var turn = 0; turn < 4; turn++)
            {
                using var response = await sidecar.Post(Turn($"s{session}", turn));
                served.Add(response.Label("backend")!);
                await response.Text();
                await sidecar.Ended(response.Id());
            }
            Assert.Single(served);
        }

        using var before = await sidecar.Post(Turn("s0", 9));
        var home = before.Label("backend")!;
        await sidecar.Ended(before.Id());
        upstreams[home].Otherwise(Reply.RateLimited());
        using var moved = await sidecar.Post(Turn("s0", 10));
        using var stayed = await sidecar.Post(Turn("s0", 11));
        Assert.Equal((200, 200), ((int)moved.StatusCode, (int)stayed.StatusCode));
        Assert.NotEqual(home, moved.Label("backend"));
        Assert.Equal(moved.Label("backend"), stayed.Label("backend"));
    }

    [Fact]
    public async Task turned_off_sessions_are_spread_like_any_request()
    {
        await using var a = await FakeUpstream.Start();
        await using var b = await FakeUpstream.Start();
        await using var sidecar = await RunningSidecar.Start(Backend("a", a) + Backend("b", b) + OnlyRouting
            + "routing.affinity.by = []\n");

        for (var turn = 0; turn < 40; turn++)
        {
            using var response = await sidecar.Post(Turn("s", turn));
            await response.Text();
            await sidecar.Ended(response.Id());
        }

        Assert.True(a.Count > 0 && b.Count > 0, $"{a.Count} and {b.Count} of 40");
    }
}
