using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Ledger;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static UpstreamWords;

/// <summary>After the first byte: nothing is tried again, and how the body ends still counts.</summary>
public sealed class RelayScenarios
{
    [Fact]
    public Task a_stream_that_dies_after_bytes_counts_as_failure_and_is_not_tried_again() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", BreaksOff(after: 2.Seconds()))
            .When(ChatRequest())
            .Then(AnsweredBy("a"), NotCalled("b"), Journalled("a", FailureCounted(1, status: 200, error: "BodyInterrupted")),
                Rows(("a", 200, ErrorClasses.Interrupted)));

    [Fact]
    public Task a_stream_that_goes_silent_after_bytes_counts_as_failure() =>
        Scenario.Given(Primary("a"))
            .Upstream("a", GoesSilent(after: 60.Seconds()))
            .When(ChatRequest())
            .Then(AnsweredBy("a"), Journalled("a", FailureCounted(1, error: "BodyTimeout")), Rows(("a", 200, ErrorClasses.Timeout)));

    [Fact]
    public Task streams_that_die_again_and_again_rest_the_backend() =>
        Scenario.Given(Primary("a")).Under(w => w with { Cooldown = w.Cooldown with { FailuresToCool = 2 } })
            .Upstream("a", BreaksOff())
            .When(ChatRequest()).When(ChatRequest())
            .Then(Journalled("a", FailureCounted(1), CooldownStarted(CooldownReason.Unhealthy, rest: 5.Seconds())));

    [Fact]
    public Task a_probe_whose_stream_dies_rests_the_backend_again_although_it_began_well() =>
        Scenario.Given(Primary("a"), Fallback("b")).Under(w => w with { Cooldown = w.Cooldown with { FailuresToCool = 1 } })
            .Upstream("a", Replies(429, 5.Seconds()), BreaksOff(after: 1.Seconds())).Upstream("b", Answers())
            .When(ChatRequest()).Pass(6.Seconds()).When(ChatRequest())
            .Then(Journalled("a", CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), ProbeClosed(), StreakReset(to: 0),
                CooldownStarted(CooldownReason.Unhealthy)));

    [Fact]
    public void a_stream_that_began_well_closes_the_probe_before_it_ends()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()), Streams(lasts: 5.Minutes()), Answers());
        kit.Upstream.Script("b", Answers());
        kit.Send();
        kit.Pass(6.Seconds());
        Assert.True(kit.Send().IsRelaying);

        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public void the_lease_is_held_until_the_body_has_ended()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Streams(lasts: 10.Seconds()));
        var talk = kit.Send();
        kit.Pass(9.Seconds());
        Assert.Equal(1, kit.Status("a").InFlight);

        kit.PassUntilOver(talk);

        Assert.Equal(0, kit.Status("a").InFlight);
    }

    [Fact]
    public void the_deadline_does_not_end_a_body()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Streams(lasts: 10.Minutes()));

        var talk = kit.PassUntilOver(kit.Send());

        Assert.Equal(10.Minutes(), kit.Now - talk.SentAt);
        Rows(("a", 200, null))(new Played(kit, talk));
    }

    [Fact]
    public void usage_and_cost_of_the_relay_stand_in_the_ledger()
    {
        var model = new ServedModel("m", null, 2m, 3m);
        using var kit = SidecarKit.Start(Primary("a") with { Models = [model] });
        kit.Upstream.Script("a", Streams(lasts: 4.Seconds(), usage: new(10, 4, 20, 6, 30)).Later(1.Seconds()));

        var talk = kit.PassUntilOver(kit.Send(ChatRequest() with { Stream = true, Client = "alice" }));

        var row = Assert.Single(kit.FlushedLedger().AttemptsOf(talk.Id));
        Assert.Equal((10, 4, 20, 6, 30), (row.PromptTokens, row.CachedTokens, row.CompletionTokens, row.ReasoningTokens, row.TotalTokens));
        Assert.Equal((80m, 5000d, 1000d, true), (row.Cost, row.LatencyMs, row.FirstTokenMs, row.Streamed));
        Assert.Equal(("a", "primary", "m", "alice", "routing"), (row.Backend, row.Pool, row.Model, row.Client, row.Phase));
    }

    [Fact]
    public void unknown_usage_is_null_and_not_zero()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Answers());

        var talk = kit.Send();

        var row = Assert.Single(kit.FlushedLedger().AttemptsOf(talk.Id));
        Assert.Equal((null, null, null, null), (row.PromptTokens, row.CompletionTokens, row.TotalTokens, row.Cost));
    }

    [Fact]
    public void a_fault_of_the_relay_blames_nobody_upstream()
    {
        using var kit = SidecarKit.Start(Primary("a"));
        kit.Upstream.Script("a", Streams());
        var talk = kit.Send(ChatRequest() with { Holds = true });

        talk.End(RelayOutcome.Faulted);

        Assert.Empty(kit.Journal("a"));
        Rows(("a", 200, ErrorClasses.Internal))(new Played(kit, talk));
    }
}
