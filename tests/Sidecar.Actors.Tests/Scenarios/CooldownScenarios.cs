using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;

namespace Sidecar.Actors.Tests.Scenarios;

using static CheckWords;
using static EventWords;
using static Fleet;
using static UpstreamWords;

/// <summary>How long a backend rests, what a late answer changes, and how the backend is probed afterwards.</summary>
public sealed class CooldownScenarios
{
    [Theory]
    [InlineData(1, null, 30), InlineData(2, null, 60), InlineData(3, null, 120), InlineData(7, null, 900)]
    [InlineData(1, 7, 7), InlineData(2, 7, 7), InlineData(3, 7, 7), InlineData(3, 300, 300), InlineData(1, 7200, 3600)]
    public void the_rest_grows_with_each_429_in_a_row(int streak, int? retryAfter, int rest)
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, retryAfter?.Seconds()));
        kit.Upstream.Script("b", Answers());

        for (var i = 0; i < streak; i++)
        {
            kit.Send();
            kit.PassUntil(() => kit.State("a").Whole.Mode == RestMode.Probing, TimeSpan.FromHours(2));
        }

        var last = kit.Journal("a").OfType<CooldownEvents.V1.CooldownStarted>().Last();
        Assert.Equal((streak, rest.Seconds()), (last.Streak, last.Until - last.At));
    }

    [Theory]
    [InlineData("retry-after", "Tue, 01 Jan 2030 00:00:40 GMT", 40), InlineData("retry-after", "Mon, 31 Dec 2029 23:59:00 GMT", 30)]
    [InlineData("retry-after-ms", "2500", 2.5), InlineData("retry-after", "0.2", 1)]
    public Task a_retry_hint_of_any_kind_is_understood(string header, string value, double rest) =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429, headers: (header, value))).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(Journalled("a", CooldownStarted(streak: 1, rest: rest.Seconds())));

    [Fact]
    public Task the_reset_of_the_bucket_that_is_empty_is_understood() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429, headers: [("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "17s"),
                ("x-ratelimit-remaining-tokens", "10"), ("x-ratelimit-reset-tokens", "90s")])).Upstream("b", Answers())
            .When(ChatRequest())
            .Then(Journalled("a", CooldownStarted(streak: 1, rest: 17.Seconds())));

    [Fact]
    public void the_jitter_only_ever_lengthens()
    {
        using var kit = SidecarKit.Start(new World(Primary("a"), Fallback("b")) { Cooldown = new CooldownPolicy { Jitter = 0.5 } });
        kit.Upstream.Script("a", Replies(429, retryAfter: 10.Seconds()));
        kit.Upstream.Script("b", Answers());

        kit.Send();

        Assert.InRange(kit.State("a").Whole.Until - kit.Now, 10.Seconds(), 15.Seconds());
    }

    [Fact]
    public void a_burst_of_429s_sent_before_the_rest_began_counts_once()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429).Later(1.Seconds()));
        kit.Upstream.Script("b", Answers());
        for (var i = 0; i < 40; i++)
            kit.Send();

        kit.Pass(2.Seconds());

        EventWords.Verify([CooldownStarted(streak: 1, rest: 30.Seconds())], kit.Journal("a"));
    }

    [Fact]
    public void a_late_429_moves_the_deadline_only_by_its_own_retry_after()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()).Later(1.Seconds()), Replies(429).Later(2.Seconds()), Replies(429, 50.Seconds())
            .Later(3.Seconds()), Replies(429, 1.Seconds()).Later(4.Seconds()));
        kit.Upstream.Script("b", Answers());
        for (var i = 0; i < 4; i++)
            kit.Send();

        kit.Pass(5.Seconds());

        EventWords.Verify([CooldownStarted(streak: 1, rest: 5.Seconds()), CooldownExtended(rest: 50.Seconds())], kit.Journal("a"));
    }

    [Fact]
    public void a_late_success_does_not_forgive_a_rest_that_began_after_it_was_sent()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Answers().Later(3.Seconds()), Replies(429));
        kit.Upstream.Script("b", Answers());
        kit.Send();
        kit.Send();

        kit.Pass(4.Seconds());

        EventWords.Verify([CooldownStarted(streak: 1)], kit.Journal("a"));
    }

    [Fact]
    public void after_the_rest_exactly_one_probe_is_sent()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()), Stalls(), Answers());
        kit.Upstream.Script("b", Answers());
        kit.Send();
        kit.Pass(6.Seconds());

        var probe = kit.Send();
        for (var i = 0; i < 10; i++)
            AnsweredBy("b")(new Played(kit, kit.Send()));
        Assert.Equal(2, kit.Upstream.CallsTo("a").Count);
        kit.Upstream.InFlight.Single().Release(Answers());
        kit.Settle();

        Assert.True(probe.IsOver);
        AnsweredBy("a")(new Played(kit, kit.Send()));
        EventWords.Verify([CooldownStarted(), CooldownEnded(), ProbeLeased(probe.Id), ProbeClosed(), StreakReset(to: 0)], kit.Journal("a"));
    }

    [Fact]
    public void a_client_that_has_the_probes_answer_finds_the_backend_open()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()), Answers().Later(1.Seconds()));
        kit.Upstream.Script("b", Answers());
        kit.Send();
        kit.Pass(6.Seconds());
        var probe = kit.Send();
        bool? wasOpen = null;
        probe.Completion.Task.ContinueWith(
            _ => wasOpen = kit.Actors.Board.Current.States[0].IsOpenFor(probe.Request.Model, kit.Now), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        kit.Pass(1.Seconds());

        Assert.True(wasOpen);
    }

    [Theory]
    [InlineData(429, CooldownReason.RateLimited), InlineData(503, CooldownReason.Overloaded), InlineData(500, CooldownReason.Unhealthy),
        InlineData(401, CooldownReason.Credentials)]
    public Task a_probe_that_fails_rests_the_backend_again(int status, CooldownReason reason) =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429, 5.Seconds()), Replies(status)).Upstream("b", Answers())
            .When(ChatRequest()).Pass(6.Seconds()).When(ChatRequest())
            .Then(AnsweredBy("b"), Journalled("a", CooldownStarted(), CooldownEnded(), ProbeLeased("r2"), CooldownStarted(reason)));

    [Fact]
    public void a_probe_that_takes_longer_than_its_lease_lets_another_through()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429, 5.Seconds()), Stalls(), Answers());
        kit.Upstream.Script("b", Answers());
        kit.Send();
        kit.Pass(6.Seconds());
        kit.Send();
        kit.Pass(29.Seconds());
        AnsweredBy("b")(new Played(kit, kit.Send()));
        kit.Pass(1.Seconds());

        AnsweredBy("a")(new Played(kit, kit.Send()));
    }

    [Fact]
    public Task a_success_halves_the_streak() =>
        Scenario.Given(Primary("a"), Fallback("b"))
            .Upstream("a", Replies(429), Replies(429), Answers()).Upstream("b", Answers())
            .When(ChatRequest()).Pass(31.Seconds()).When(ChatRequest()).Pass(61.Seconds()).When(ChatRequest()).When(ChatRequest())
                .When(ChatRequest())
            .Then(Journalled("a",
                CooldownStarted(streak: 1), CooldownEnded(), ProbeLeased(), CooldownStarted(streak: 2), CooldownEnded(), ProbeLeased(),
                ProbeClosed(), StreakReset(to: 1), StreakReset(to: 0)));

    [Fact]
    public Task with_model_scope_only_the_model_rests() =>
        Scenario.Given(Primary("a") with { CooldownScope = CooldownScope.Model }, Fallback("b"))
            .Upstream("a", Replies(429), Answers()).Upstream("b", Answers())
            .When(ChatRequest("x")).When(ChatRequest("y")).When(ChatRequest("x"))
            .Then(AnsweredBy("b"), CalledAt("a", 0, 0), Journalled("a", CooldownStarted(streak: 1, model: "x")));

    [Fact]
    public void while_the_disk_is_slow_no_later_pick_sees_a_resting_backend_as_available()
    {
        using var kit = SidecarKit.Start(Primary("a"), Fallback("b"));
        kit.Upstream.Script("a", Replies(429));
        kit.Upstream.Script("b", Answers());
        kit.Store.Gate = new TaskCompletionSource();

        kit.Send();
        var second = kit.Send();

        AnsweredBy("b")(new Played(kit, second));
        Assert.Single(kit.Upstream.CallsTo("a"));
        Assert.Empty(kit.Journal("a"));
        Assert.Equal(1, kit.Status("a").UnwrittenEvents);
        kit.Store.Gate.SetResult();
        kit.SettleJournals();
        Assert.Single(kit.Journal("a"));
    }
}
