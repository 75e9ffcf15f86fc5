using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Forecast;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Recordings;

namespace Sidecar.Actors.Tests.Backtest;

using static Fleet;
using static UpstreamWords;

/// <summary>What the backtest says about another policy is what anyone would expect of that policy.</summary>
public sealed class BacktestPolicyTests
{
    private static readonly Lazy<RecordedHistory> Throttled = new(PlayThrottled);
    private static readonly Lazy<RecordedHistory> Down = new(() => PlayDown(new PrimaryWaitPolicy(5, 2.Seconds(), 1000)));
    private static readonly Lazy<RecordedHistory> Rescued = new(() => PlayDown(new PrimaryWaitPolicy(0, 2.Seconds(), 1000)));

    [Fact]
    public void an_rpm_below_the_upstreams_own_removes_429s_and_costs_answers()
    {
        var report = Run(Throttled.Value, p => With(p, b => b with { Rpm = 15 }));

        Assert.True(report.Recorded.RateLimited > 0);
        Assert.True(report["429s"].High < report.Recorded.RateLimited / 2, report["429s"].ToString());
        Assert.True(report["503s"].Low > report.Recorded.Unavailable, report["503s"].ToString());
    }

    [Fact]
    public void another_order_of_pools_moves_requests()
    {
        var report = Run(Throttled.Value, p => p with
        {
            Catalog = new BackendCatalog(
            ["fallback", "primary"], p.Catalog.Backends, p.Catalog.ModelAliases)
        });

        Assert.True(report["b: attempts"].Low > report.Recorded.Backends["b"].Attempts, report["b: attempts"].ToString());
    }

    [Fact]
    public void a_longer_ladder_cuts_429s()
    {
        var report = Run(Down.Value, p => p with { Cooldown = p.Cooldown with { Base = 60.Seconds(), Multiplier = 4 } });

        Assert.True(report["429s"].Expected < report.Recorded.RateLimited, report["429s"].ToString());
    }

    [Fact]
    public void without_emergency_more_requests_end_in_503()
    {
        var report = Run(Rescued.Value, p => p with { Walk = p.Walk with { Emergency = p.Walk.Emergency with { Rounds = 0 } } });

        Assert.True(report.Recorded.Emergencies > 0);
        Assert.Equal(0, report["emergencies"].Expected);
        Assert.True(report["503s"].Expected > report.Recorded.Unavailable, report["503s"].ToString());
    }

    [Fact]
    public void every_request_is_counted_once_in_every_column()
    {
        var (report, requests) = (Run(Throttled.Value, p => With(p, b => b with { Rpm = 15 })), Throttled.Value.Walks.Count);

        Assert.Equal(requests, report.Recorded.Relayed + report.Recorded.Unavailable + report.Recorded.Abandoned);
        Assert.Equal((requests, requests), (report["requests"].Low, report["requests"].High));
    }

    [Fact]
    public void a_policy_that_changes_nothing_leaves_every_figure_as_it_was()
    {
        var report = Run(Throttled.Value, p => p with { Cooldown = p.Cooldown with { CredentialRest = 3.Minutes() } });

        Assert.All(report.Lines, line => Assert.Equal((line.Recorded, Certainty.Certain), (line.Expected, line.Certainty)));
        Assert.All(report.Lines, line => Assert.True(line.Recorded is null
            || (line.Low <= line.Recorded && line.Recorded <= line.High), line.ToString()));
    }

    private static ForecastReport Run(RecordedHistory history, Func<ReplayPolicy, ReplayPolicy> candidate) =>
        new Forecaster([history]).Of(candidate);

    private static ReplayPolicy With(ReplayPolicy policy, Func<Backend, Backend> change) =>
        policy with
        {
            Catalog = new BackendCatalog(policy.Catalog.Pools,
            [.. policy.Catalog.Backends.Select(b => b.Id == "a" ? change(b) : b)], policy.Catalog.ModelAliases)
        };

    // The upstream's own limit is 20 a minute; Sidecar was not told.
    private static RecordedHistory PlayThrottled()
    {
        var served = new Queue<DateTimeOffset>();
        var world = new World(Primary("a"), Fallback("b")) with
        {
            Walk = new WalkPolicy
            {
                Routing = new RoutingPolicy(3, RoutingStrategy.InOrder),
                PrimaryWait = new PrimaryWaitPolicy(5, 4.Seconds(), 1000)
            },
            Cooldown = new CooldownPolicy { Base = 5.Seconds(), Jitter = 0.1 },
        };
        return RecordedStorm.Play(world, Answer, 300, 2.Seconds());

        Reply Answer(Sidecar.Upstream.UpstreamCall call, DateTimeOffset now)
        {
            if (call.Backend.Id == "b")
                return Replies(503);
            while (served.TryPeek(out var oldest) && now - oldest >= 60.Seconds())
                served.Dequeue();
            if (served.Count >= 20)
                return Replies(429);
            served.Enqueue(now);
            return Answers().Later(0.2.Seconds());
        }
    }

    // For minutes, the first two attempts of every request get a 429.
    private static RecordedHistory PlayDown(PrimaryWaitPolicy wait) => RecordedStorm.Play(
        new World(Primary("a"), Fallback("b")) with
        {
            Walk = new WalkPolicy { PrimaryWait = wait },
            Cooldown = new CooldownPolicy { Base = 1.Seconds(), Multiplier = 1, Jitter = 0.1 },
        },
        (call, now) => call.Attempt <= 2 && now < VirtualScheduler.Start + 4.Minutes() ? Replies(429)
            : Answers().Later(0.1.Seconds()), 100, 3.Seconds());
}
