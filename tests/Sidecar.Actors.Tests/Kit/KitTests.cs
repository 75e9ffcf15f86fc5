using Akka.Actor;
using Sidecar.Domain.Cooldowns;
using Sidecar.Requests;
using static Sidecar.Actors.Tests.Kit.Fleet;
using static Sidecar.Actors.Tests.Kit.UpstreamWords;

namespace Sidecar.Actors.Tests.Kit;

/// <summary>What the kit itself promises.</summary>
public sealed class KitTests
{
    [Fact]
    public void a_request_is_over_when_send_returns()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());

        var talk = kit.Send();

        Assert.True(talk.IsOver);
        Assert.Equal("a", Assert.IsType<Relayed>(talk.Answer).Backend.Id);
        Assert.Equal(VirtualScheduler.Start, talk.AnsweredAt);
    }

    [Fact]
    public void the_journal_is_written_when_send_returns()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", FailsWith(Domain.Attempts.UpstreamError.Connect));
        kit.Upstream.Script("b", Answers());

        kit.Send();

        Assert.Equal(0, kit.Status("a").UnwrittenEvents);
        Assert.IsType<CooldownEvents.V1.FailureCounted>(Assert.Single(kit.Journal("a")));
    }

    [Fact]
    public void everything_happens_on_the_thread_of_the_test()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", FailsWith(Domain.Attempts.UpstreamError.Connect).Later(1.Seconds()));
        kit.Upstream.Script("b", Answers().Later(1.Seconds()));

        kit.Trace.Clear();
        kit.PassUntilOver(kit.Send());
        Assert.Equal([Environment.CurrentManagedThreadId], kit.Trace.Threads);

        kit.Restart();
        kit.Trace.Clear();
        kit.PassUntilOver(kit.Send());
        Assert.Equal([Environment.CurrentManagedThreadId], kit.Trace.Threads);
    }

    [Fact]
    public void timers_fire_at_their_own_instants_and_may_arm_others()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        var fired = new List<TimeSpan>();
        Again(3);

        kit.Pass(10.Seconds());

        Assert.Equal([1.Seconds(), 2.Seconds(), 3.Seconds()], fired);
        Assert.Equal(VirtualScheduler.Start + 10.Seconds(), kit.Now);

        void Again(int times)
        {
            if (times > 0)
                kit.System.Scheduler.Advanced.ScheduleOnce(1.Seconds(), () =>
                {
                    fired.Add(kit.Now - VirtualScheduler.Start);
                    Again(times - 1);
                });
        }
    }
}
