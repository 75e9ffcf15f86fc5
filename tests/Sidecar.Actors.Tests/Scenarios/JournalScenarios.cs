using Akka.Actor;
using Akka.TestKit.TestActors;
using Sidecar.Actors.Tests.Kit;
using Sidecar.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static UpstreamWords;

/// <summary>A failing journal delays the record, never a request, and never makes a resting backend available.</summary>
public sealed class JournalScenarios
{
    [Fact]
    public void while_writes_fail_rests_hold_and_requests_go_on()
    {
        using var kit = Broken();

        kit.Send();
        kit.Pass(20.Seconds());
        var later = kit.Send();

        AnsweredBy("b")(new Played(kit, later));
        Assert.Single(kit.Upstream.CallsTo("a"));
        Assert.True(kit.Store.FailedWrites > 3);
        Assert.Empty(kit.Journal("a"));
        Assert.Equal(1, kit.Status("a").UnwrittenEvents);
    }

    [Fact]
    public void what_happened_meanwhile_is_written_afterwards_once_and_in_order()
    {
        using var kit = Broken();
        kit.Send();
        kit.Pass(31.Seconds());
        kit.Send();
        kit.Pass(70.Seconds());
        Assert.Empty(kit.Journal("a"));
        var written = kit.Actors.WhenWritten(TimeSpan.FromSeconds(30));
        kit.Pass(1.Seconds());
        Assert.False(written.IsCompleted);

        kit.Store.FailsWrites = false;
        kit.PassUntil(() => kit.Status("a").UnwrittenEvents == 0, 30.Seconds());
        kit.SettleUntil(() => written.IsCompleted);

        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), CooldownStarted(streak: 2), CooldownEnded()],
            kit.Journal("a"));
        Assert.Equal(BackendStateCodec.Write(kit.State("a")), BackendStateCodec.Write(BackendState.Fresh.Apply(kit.Journal("a"))));
    }

    [Fact]
    public void events_that_happen_while_the_writer_restarts_are_not_lost()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"),
            Fallback("b"))
        { Cooldown = new() { Jitter = 0, FailuresToCool = 100_000 } });
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Replies(500));
        kit.Upstream.Script("b", Answers());

        // An event every 10 ms, while the disk comes and goes.
        for (var i = 0; i < 3000; i++)
        {
            kit.Store.FailsWrites = i % 700 < 300;
            kit.Override(new BackendProtocol.Cool("a", null, TimeSpan.FromMinutes(10 + i), "test", null));
            kit.Pass(0.01.Seconds());
        }
        kit.Store.FailsWrites = false;
        kit.PassUntil(() => kit.Status("a").UnwrittenEvents == 0, 30.Seconds());

        Assert.Equal(Enumerable.Range(10, 3000), kit.Journal("a").Cast<CooldownEvents.V1.CooldownStarted>()
            .Select(e => (int)(e.Until - e.At).TotalMinutes));
    }

    [Fact]
    public void an_event_that_reaches_a_new_writer_before_those_lost_with_the_old_one_waits_for_its_turn()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        var owner = kit.System.ActorOf(BlackHoleActor.Props, "owner");
        var writer = kit.System.ActorOf(EventWriterActor.SupervisedProps("backend-z", owner, kit.Logs), "writer");
        kit.UntilStarted(owner);
        kit.UntilStarted(writer);
        kit.SettleUntil(() => kit.Trace.Saw<JournalProtocol.Recovered>("/user/owner"));

        foreach (var number in (long[])[1, 3, 2, 3])
            writer.Tell(new JournalProtocol.Record(number, new CooldownEvents.V1.FailureCounted(kit.Now, (int)number, new Cause(null))));
        kit.Settle();

        var told = kit.Trace.Messages.Where(m => m.Receiver == "/user/owner").Select(m => m.Message);
        Assert.Equal([new JournalProtocol.Recorded(1), new JournalProtocol.Recorded(2), new JournalProtocol.Recorded(3)],
            told.OfType<JournalProtocol.Recorded>());
        Assert.Single(told.OfType<JournalProtocol.Recovered>());
    }

    [Fact]
    public void emergencies_are_written_afterwards_too()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.ExpectsFaults = true;
        kit.Store.FailsWrites = true;
        kit.Upstream.Script("a", Replies(429, 60.Seconds()));
        kit.PassUntilOver(kit.Send());

        kit.Store.FailsWrites = false;
        kit.Pass(30.Seconds());

        Assert.IsType<CooldownEvents.V1.EmergencyActivated>(Assert.Single(kit.EventsUnder(JournalIds.Emergency)));
    }

    [Fact]
    public void a_journal_that_cannot_be_read_at_start_opens_nothing_and_holds_up_nobody()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Replies(429, 5.Minutes()), Answers());
        kit.PassUntilOver(kit.Send());
        var calls = kit.Upstream.Calls.Count;

        kit.Store.FailsReads = true;
        kit.Restart();
        var refused = kit.PassUntilOver(kit.Send());

        RefusedWith("all_pools_exhausted", retryAfter: 1)(new Played(kit, refused));
        Assert.Equal(calls, kit.Upstream.Calls.Count);
        var waiting = kit.Send();
        kit.Store.FailsReads = false;
        kit.PassUntilRecovered();
        Assert.Equal(RestMode.Cooling, kit.State("a").Whole.Mode);
        kit.PassUntilOver(waiting);
    }

    private static SidecarKit Broken()
    {
        var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.ExpectsFaults = true;
        kit.Store.FailsWrites = true;
        kit.Upstream.Script("a", Replies(429));
        kit.Upstream.Script("b", Answers());
        return kit;
    }
}
