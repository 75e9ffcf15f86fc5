using Sidecar.Actors.Tests.Kit;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Backtest;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Recordings;

namespace Sidecar.Actors.Tests.Backtest;

using static Fleet;
using static UpstreamWords;

/// <summary>What another policy is found to do is what anyone would expect of it.</summary>
public sealed class BacktestPolicyTests
{
    private static readonly Lazy<RecordedHistory> Throttled = new(PlayThrottled);
    private static readonly Lazy<RecordedHistory> Down = new(() => PlayDown(new PrimaryWaitPolicy(5, 2.Seconds(), 1000)));
    private static readonly Lazy<RecordedHistory> Rescued = new(() => PlayDown(new PrimaryWaitPolicy(0, 2.Seconds(), 1000)));

    [Fact]
    public void an_rpm_below_the_upstreams_own_removes_429s_and_costs_answers()
    {
        var report = Run(Throttled.Value, p => With(p, b => b with { Rpm = 15 }));

        Assert.True(report.Recorded.RateLimited.Total > 0);
        Assert.True(report.Candidate.RateLimited.Total < report.Recorded.RateLimited.Total / 2, $"{report.Candidate.RateLimited} against {report.Recorded.RateLimited}");
        Assert.True(report.Candidate.Unavailable.Total > report.Recorded.Unavailable.Total, $"{report.Candidate.Unavailable} against {report.Recorded.Unavailable}");
    }

    [Fact]
    public void another_order_of_pools_moves_requests()
    {
        var report = Run(Throttled.Value, p => p with { Catalog = new BackendCatalog(["fallback", "primary"], p.Catalog.Backends, p.Catalog.ModelAliases) });

        Assert.NotEqual(report.Recorded.Backends["b"].Attempts.Total, report.Candidate.Backends["b"].Attempts.Total);
    }

    [Fact]
    public void a_longer_ladder_cuts_429s()
    {
        var report = Run(Down.Value, p => p with { Cooldown = p.Cooldown with { Base = 60.Seconds(), Multiplier = 4 } });

        Assert.True(report.Candidate.RateLimited.Total < report.Recorded.RateLimited.Total, $"{report.Candidate.RateLimited} against {report.Recorded.RateLimited}");
    }

    [Fact]
    public void without_emergency_more_requests_end_in_503()
    {
        var report = Run(Rescued.Value, p => p with { Walk = p.Walk with { Emergency = p.Walk.Emergency with { Rounds = 0 } } });

        Assert.True(report.Recorded.Emergencies.Total > 0);
        Assert.Equal(0, report.Candidate.Emergencies.Total);
        Assert.True(report.Candidate.Unavailable.Total > report.Recorded.Unavailable.Total, $"{report.Candidate.Unavailable} against {report.Recorded.Unavailable}");
    }

    [Fact]
    public void every_request_is_counted_once_in_every_column()
    {
        var report = Run(Throttled.Value, p => With(p, b => b with { Rpm = 15 }));

        Assert.All([report.Recorded, report.Candidate], figures =>
        {
            Assert.Equal(Throttled.Value.Walks.Count, figures.Requests.Total);
            Assert.Equal(figures.Requests.Total, figures.Relayed.Total + figures.Unavailable.Total + figures.Abandoned.Total);
        });
        Assert.True(report.Candidate.Requests.Inferred > 0);
    }

    private static BacktestReport Run(RecordedHistory history, Func<ReplayPolicy, ReplayPolicy> candidate) => BacktestRunner.Run([history], candidate);

    private static ReplayPolicy With(ReplayPolicy policy, Func<Backend, Backend> change) =>
        policy with { Catalog = new BackendCatalog(policy.Catalog.Pools, [.. policy.Catalog.Backends.Select(b => b.Id == "a" ? change(b) : b)], policy.Catalog.ModelAliases) };

    // Its own limit is 20 a minute; nobody told Sidecar.
    private static RecordedHistory PlayThrottled()
    {
        var served = new Queue<DateTimeOffset>();
        var world = new World(Primary("a"), Fallback("b")) with
        {
            Walk = new WalkPolicy { Routing = new RoutingPolicy(3, RoutingStrategy.InOrder), PrimaryWait = new PrimaryWaitPolicy(5, 4.Seconds(), 1000) },
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

    // Everybody is throttled for minutes, but for those who ask often.
    private static RecordedHistory PlayDown(PrimaryWaitPolicy wait) => RecordedStorm.Play(
        new World(Primary("a"), Fallback("b")) with
        {
            Walk = new WalkPolicy { PrimaryWait = wait },
            Cooldown = new CooldownPolicy { Base = 1.Seconds(), Multiplier = 1, Jitter = 0.1, Learn = false },
        },
        (call, now) => call.Attempt <= 2 && now < VirtualScheduler.Start + 4.Minutes() ? Replies(429) : Answers().Later(0.1.Seconds()), 100, 3.Seconds());
}
