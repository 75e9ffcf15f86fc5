using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Scenarios;

using static Fleet;
using static UpstreamWords;

/// <summary>What can be learned of a walk while it is running, and that asking changes nothing.</summary>
public sealed class RunningWalkScenarios
{
    [Fact]
    public void a_waiting_walk_tells_its_facts_what_it_waits_for_and_how_long()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, 4.Seconds()), Answers());
        var waiting = kit.Send();

        var walk = kit.FindRunning(waiting.Id)!;

        Assert.Equal((RequestPhase.PrimaryWait, "a backend to have room", kit.Now + 10.Seconds()),
            (walk.Now.Phase, walk.Now.WaitsFor, walk.Now.Until));
        Assert.IsType<WaitBegan>(walk.Facts[^1]);
        Assert.Equal(waiting.Id, ((RequestArrived)walk.Facts[0]).RequestId);
        kit.PassUntilOver(waiting);
        Assert.Equal("a", Assert.IsType<Requests.Relayed>(waiting.Answer).Backend.Id);
    }

    [Fact]
    public void a_walk_with_a_sent_attempt_names_attempt_and_backend()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers().Later(2.Seconds()));
        var sent = kit.Send();

        var now = kit.FindRunning(sent.Id)!.Now;

        Assert.Equal((RequestPhase.Routing, "the answer to attempt 1", "a"), (now.Phase, now.WaitsFor, now.Backend));
        kit.PassUntilOver(sent);
    }

    [Fact]
    public void a_walk_whose_answer_is_being_relayed_says_so()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());
        var relayed = kit.Send(new ClientRequest("m") { Holds = true });

        Assert.Equal((RequestPhase.Relaying, "a"), (kit.FindRunning(relayed.Id)!.Now.Phase, kit.FindRunning(relayed.Id)!.Now.Backend));
        relayed.End(RelayOutcome.Completed);
    }

    [Fact]
    public void of_many_walks_only_the_one_asked_for_answers()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());
        var held = Enumerable.Range(0, 20).Select(_ => kit.Send(new ClientRequest("m") { Holds = true })).ToList();

        Assert.All(held, one => Assert.Equal(one.Id, ((RequestArrived)kit.FindRunning(one.Id)!.Facts[0]).RequestId));
        Assert.Null(kit.FindRunning("nobody"));
        held.ForEach(one => one.End(RelayOutcome.Completed));
    }

    [Fact]
    public void a_copy_stays_as_it_was_when_its_walk_or_coordinator_goes_on()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());
        var first = kit.Send(new ClientRequest("m") { Holds = true });
        var copy = kit.FindRunning(first.Id)!.Facts;
        var facts = copy.ToList();

        first.End(RelayOutcome.Completed);
        kit.Send();

        Assert.Equal(facts, copy);
    }

    [Fact]
    public void nobody_answers_for_a_walk_that_is_over_or_never_was()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());
        Assert.Null(kit.FindRunning("r1"));

        var over = kit.Send();

        Assert.Equal(1, kit.Actors.Idle.Count);
        Assert.Null(kit.FindRunning(over.Id));
        kit.Send();
        Assert.Equal(1, kit.Actors.Idle.Count);
    }
}
