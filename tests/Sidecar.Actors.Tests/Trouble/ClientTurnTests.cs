using Sidecar.Actors.Tests.Kit;

namespace Sidecar.Actors.Tests.Trouble;

using static Fleet;
using static UpstreamWords;

/// <summary>Clients take turns while waiting: one that sends many requests does not hold up one that sends few.</summary>
public sealed class ClientTurnTests
{
    [Fact]
    public void one_request_is_not_served_behind_thirty_of_another_client()
    {
        using var kit = SidecarKit.Start(new World(Primary("a") with { MaxConcurrency = 1 }));
        kit.Upstream.Script("a", Answers().Later(0.1.Seconds()));
        for (var i = 0; i < 30; i++)
            kit.Send(ChatRequest() with { Client = "x" });
        var other = kit.Send(ChatRequest() with { Client = "y" });

        kit.Pass(20.Seconds());

        Assert.Equal(["r1", "r2", "r31", "r3"], kit.Upstream.Calls.Take(4).Select(call => call.Request));
        Assert.True(other.AnsweredAt - other.SentAt <= 0.3.Seconds());
        // Within one client it stays first come, first served.
        Assert.Equal(Enumerable.Range(1, 30).Select(i => $"r{i}"), kit.Upstream.Calls.Select(call => call.Request)
            .Where(id => id != "r31"));
    }
}
