using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;

namespace Sidecar.Actors.Tests.Scenarios;

using static CooldownEvents;
using static EventWords;
using static Fleet;
using static UpstreamWords;

/// <summary>The journal does not write what adds nothing: counts of failures that fall into the same second.</summary>
public sealed class FailureTellingScenarios
{
    [Fact]
    public void failures_within_a_second_are_the_first_and_their_number()
    {
        using var kit = Started(failuresToCool: 1000);
        kit.Upstream.Script("a", Replies(500));

        for (var i = 0; i < 7; i++)
            kit.Send();
        EventWords.Verify([FailureCounted(1)], kit.Journal("a"));
        kit.Pass(1.Seconds());

        EventWords.Verify([FailureCounted(1), FailureCounted(7)], kit.Journal("a"));
        Assert.Equal(7, kit.State("a").Failures);
    }

    [Fact]
    public void a_busy_backend_that_fails_now_and_then_writes_an_event_a_second_at_most()
    {
        using var kit = Started(failuresToCool: 5);
        var (calls, began) = (0, kit.Now);
        kit.Upstream.Improvise = call => call.Backend.Id == "a" && calls++ % 3 == 0 ? Replies(500) : Answers();

        for (var i = 0; i < 1000; i++)
        {
            kit.Send();
            kit.Pass(0.01.Seconds());
        }

        Assert.InRange(kit.Journal("a").Count, 5, (kit.Now - began).TotalSeconds + 1);
    }

    [Fact]
    public void the_row_that_leads_to_a_rest_is_whole_however_quick_it_was()
    {
        using var kit = Started(failuresToCool: 3);
        kit.Upstream.Script("a", Replies(500));

        for (var i = 0; i < 3; i++)
            kit.Send();

        EventWords.Verify([FailureCounted(1), CooldownStarted(CooldownReason.Unhealthy)], kit.Journal("a"));
        Assert.Equal(3, Assert.IsType<V1.CooldownStarted>(kit.Journal("a")[^1]).Failures);
    }

    [Fact]
    public void a_row_goes_on_after_a_restart_from_the_number_that_it_had()
    {
        using var kit = Started(failuresToCool: 4);
        kit.Upstream.Script("a", Replies(500));
        for (var i = 0; i < 3; i++)
            kit.Send();

        kit.Pass(1.Seconds());
        kit.Crash();
        kit.ExpectsFaults = true;
        kit.Send();

        EventWords.Verify([FailureCounted(1), FailureCounted(3), CooldownStarted(CooldownReason.Unhealthy)], kit.Journal("a"));
    }

    [Fact]
    public void a_row_that_ended_within_the_second_is_told_to_have_ended()
    {
        using var kit = Started(failuresToCool: 5);
        kit.Upstream.Script("a", Replies(500), Answers());

        kit.Send();
        kit.Send();
        kit.Pass(1.Seconds());

        EventWords.Verify([FailureCounted(1), FailuresCleared()], kit.Journal("a"));
    }

    private static SidecarKit Started(int failuresToCool)
    {
        var kit = SidecarKit.Start(
            new World(Primary("a"), Fallback("b")) { Cooldown = new CooldownPolicy { Jitter = 0, FailuresToCool = failuresToCool } });
        kit.Upstream.Script("b", Answers());
        return kit;
    }
}
