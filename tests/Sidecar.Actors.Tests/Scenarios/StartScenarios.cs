using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Cooldowns;
using Sidecar.Journal;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static UpstreamWords;

/// <summary>Starts from events read of the journal beforehand; the journal's own recovery comes later and has the last word.</summary>
public sealed class StartScenarios
{
    [Fact]
    public void a_rest_binds_before_its_journal_is_open()
    {
        using var kit = ARestOf(60.Seconds());

        kit.Restart(downtime: 20.Seconds());

        AnsweredBy("b")(new Played(kit, kit.Send()));
        Assert.False(kit.Trace.Saw<JournalProtocol.Recovered>("/user/backend-a"));
        kit.Pass(40.Seconds());
        Assert.Equal(RestMode.Probing, kit.State("a").Whole.Mode);
        kit.OpenJournals();
        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded()], kit.Journal("a"));
    }

    [Fact]
    public void what_happens_while_the_journal_opens_is_written_when_it_is_open()
    {
        using var kit = ARestOf(30.Seconds());
        kit.Restart(downtime: 31.Seconds());
        kit.Send();

        kit.OpenJournals();
        kit.Settle();

        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), CooldownStarted(streak: 2)], kit.Journal("a"));
        Assert.Equal(BackendStateCodec.Write(kit.State("a")), BackendStateCodec.Write(BackendState.Fresh.Apply(kit.Journal("a"))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void what_happens_before_the_journal_is_open_goes_the_short_way_and_is_written_once(bool losesAnswers)
    {
        using var kit = ARestOf(30.Seconds());
        kit.Direct = new KitDirectJournal(kit.Store) { LosesAnswers = losesAnswers };
        kit.Restart(downtime: 31.Seconds());
        kit.Send();
        kit.Settle();

        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), CooldownStarted(streak: 2)], kit.Journal("a"));
        Assert.Equal(losesAnswers, kit.Trace.Saw<JournalProtocol.Recovered>("/user/backend-a"));
        kit.OpenJournals();
        kit.Settle();

        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), CooldownStarted(streak: 2)], kit.Journal("a"));
        Assert.Equal(BackendStateCodec.Write(kit.State("a")), BackendStateCodec.Write(BackendState.Fresh.Apply(kit.Journal("a"))));
        Assert.False(kit.Actors.Unwritten.Any);
    }

    [Fact]
    public void where_nothing_was_read_beforehand_events_go_the_short_way_once_the_journal_has_told()
    {
        using var kit = ARestOf(30.Seconds());
        (kit.Direct, kit.Beforehand) = (new KitDirectJournal(kit.Store), null);
        kit.Restart(downtime: 31.Seconds());
        kit.Send();
        kit.Settle();
        // From here on nothing can be written through the journal plugin.
        kit.Store.FailsReads = true;

        kit.Pass(60.Seconds());

        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), CooldownStarted(streak: 2), CooldownEnded()],
            kit.Journal("a"));
        Assert.False(kit.Actors.Unwritten.Any);
    }

    [Fact]
    public void a_number_that_the_journal_has_given_to_another_event_is_found_and_what_happened_comes_after_it()
    {
        using var kit = ARestOf(60.Seconds());
        kit.Direct = new KitDirectJournal(kit.Store);
        kit.Beforehand = static events => events.SkipLast(1);
        kit.Restart();
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Replies(401));
        kit.Send();
        kit.SettleUntil(() => !kit.Actors.Unwritten.Any);

        EventWords.Verify([CooldownStarted(streak: 1), CooldownStarted(CooldownReason.Credentials)], kit.Journal("a"));
        Assert.Equal(BackendStateCodec.Write(kit.State("a")), BackendStateCodec.Write(BackendState.Fresh.Apply(kit.Journal("a"))));
        Assert.Single(kit.Logs.Lines, line => line.Id == 5005);
    }

    [Fact]
    public void the_short_way_keeps_the_state_behind_each_hundredth_event()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"),
            Fallback("b"))
        { Cooldown = new() { Jitter = 0, FailuresToCool = 100_000 } });
        var direct = new KitDirectJournal(kit.Store);
        (kit.Direct, kit.Beforehand) = (direct, static events => events);
        kit.Restart();
        kit.Upstream.Script("a", Replies(500));
        kit.Upstream.Script("b", Answers());
        for (var i = 0; i < 210; i++)
        {
            kit.Send();
            kit.Pass(1.Seconds());
        }

        Assert.Equal(2, direct.Snapshots);
        Assert.Equal(210, kit.Journal("a").Count);
        Assert.False(kit.Trace.Saw<JournalProtocol.Recovered>("/user/backend-a"));
    }

    [Fact]
    public void emergencies_go_the_short_way_too()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Replies(429, 60.Seconds()));
        (kit.Direct, kit.Beforehand) = (new KitDirectJournal(kit.Store), static events => events);
        kit.Restart();

        kit.PassUntilOver(kit.Send());
        kit.Pass(2.Seconds());
        kit.PassUntilOver(kit.Send());

        Assert.Equal(2, kit.EventsUnder(JournalIds.Emergency).Count);
        var written = kit.Actors.WhenWritten(TimeSpan.FromSeconds(1));
        kit.SettleUntil(() => written.IsCompleted);
    }

    [Fact]
    public void an_end_in_good_order_writes_what_happened_even_if_nobody_had_the_journal_opened()
    {
        using var kit = ARestOf(30.Seconds());
        kit.Restart(downtime: 31.Seconds());

        var written = kit.Actors.WhenWritten(TimeSpan.FromSeconds(30));
        kit.SettleUntil(() => written.IsCompleted);

        EventWords.Verify([CooldownStarted(streak: 1), CooldownEnded()], kit.Journal("a"));
    }

    [Fact]
    public void a_recovery_that_says_otherwise_holds_and_what_happened_since_comes_after_it()
    {
        using var kit = ARestOf(60.Seconds());
        kit.Beforehand = static events => events.SkipLast(1);
        kit.Restart();
        kit.ExpectsFaults = true;
        kit.Upstream.Script("a", Replies(401));
        kit.Send();
        Assert.Equal(CooldownReason.Credentials, kit.State("a").Whole.Reason);

        kit.OpenJournals();
        kit.Settle();

        EventWords.Verify([CooldownStarted(streak: 1), CooldownStarted(CooldownReason.Credentials)], kit.Journal("a"));
        Assert.Equal(BackendStateCodec.Write(kit.State("a")), BackendStateCodec.Write(BackendState.Fresh.Apply(kit.Journal("a"))));
        Assert.Single(kit.Logs.Lines, line => line.Id == 5005);
    }

    [Fact]
    public void a_rest_that_was_not_seen_beforehand_binds_once_the_journal_is_open()
    {
        using var kit = ARestOf(60.Seconds());
        kit.Beforehand = static events => events.SkipLast(1);
        kit.Restart();
        kit.ExpectsFaults = true;
        var calls = kit.Upstream.CallsTo("a").Count;

        kit.OpenJournals();

        AnsweredBy("b")(new Played(kit, kit.Send()));
        Assert.Equal(calls, kit.Upstream.CallsTo("a").Count);
    }

    [Fact]
    public void a_journal_that_does_not_open_is_told_to_who_started_it()
    {
        using var kit = ARestOf(60.Seconds());
        kit.Restart();
        kit.ExpectsFaults = true;
        kit.Store.FailsReads = true;

        var opened = kit.Actors.OpenJournals(TimeSpan.FromMilliseconds(100));
        kit.SettleUntil(() => opened.IsCompleted);

        Assert.IsType<Akka.Actor.AskTimeoutException>(opened.Exception?.InnerException);
        AnsweredBy("b")(new Played(kit, kit.Send()));
    }

    private static SidecarKit ARestOf(TimeSpan span)
    {
        var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, span));
        kit.Upstream.Script("b", Answers());
        kit.Send();
        kit.Beforehand = static events => events;
        return kit;
    }
}
