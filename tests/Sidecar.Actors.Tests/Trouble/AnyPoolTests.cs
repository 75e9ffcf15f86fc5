using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Policies;

namespace Sidecar.Actors.Tests.Trouble;

using static CheckWords;
using static Fleet;
using static UpstreamWords;

/// <summary>A waiting request waits for a backend of any pool.</summary>
public sealed class AnyPoolTests
{
    [Fact]
    public void eight_requests_at_once_take_turns_on_the_only_slot_of_the_fallback()
    {
        using var kit = Start(WaitFor.Any);

        var talks = Enumerable.Range(0, 8).Select(_ => kit.Send()).ToList();
        kit.PassUntil(() => talks.TrueForAll(talk => talk.IsOver));

        Assert.All(talks, talk => AnsweredBy("b")(new Played(kit, talk)));
        Assert.InRange(talks.Max(talk => talk.AnsweredAt!.Value - talk.SentAt), 2.3.Seconds(), 2.5.Seconds());
    }

    [Fact]
    public void for_the_primary_alone_they_do_not()
    {
        using var kit = Start(WaitFor.Primary);

        var talks = Enumerable.Range(0, 8).Select(_ => kit.Send()).ToList();
        kit.PassUntil(() => talks.TrueForAll(talk => talk.IsOver));

        Assert.True(talks.Count(talk => talk.Answer is Requests.Relayed) < 8);
    }

    [Fact]
    public void a_primary_that_recovers_comes_before_the_fallback()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"), Fallback("b") with { MaxConcurrency = 1 }));
        kit.Upstream.Script("a", Replies(429, retryAfter: 3.Seconds()), Answers());
        kit.Upstream.Script("b", Streams(lasts: 4.Seconds()));
        kit.Send();
        var waiting = kit.Send();

        kit.PassUntilOver(waiting);

        AnsweredBy("a")(new Played(kit, waiting));
        Assert.Equal(3.Seconds(), waiting.AnsweredAt - waiting.SentAt);
        kit.Pass(5.Seconds());
    }

    private static SidecarKit Start(WaitFor waitFor)
    {
        var world = World.Shipped(Primary("a"), Fallback("b") with { MaxConcurrency = 1 });
        var kit = SidecarKit.Start(world with { Walk = world.Walk with { PrimaryWait = world.Walk.PrimaryWait with { For = waitFor } } });
        kit.Override(new Backends.BackendProtocol.Cool("a", null, 600.Seconds(), "somebody", "because"));
        kit.Upstream.Script("a", Replies(429, retryAfter: 600.Seconds()));
        kit.Upstream.Script("b", Answers().Later(0.3.Seconds()));
        return kit;
    }
}
