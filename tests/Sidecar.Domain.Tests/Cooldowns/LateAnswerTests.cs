using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>Answers to attempts leased before the current cooldown began.</summary>
public sealed class LateAnswerTests
{
    private readonly PureBackend _backend = new();
    private readonly Leased _late;

    public LateAnswerTests()
    {
        _late = _backend.Lease();
        _backend.Meet(AttemptVerdict.RateLimited, retryAfter: 20);
    }

    [Fact]
    public void a_burst_of_429s_counts_once()
    {
        var burst = new PureBackend();
        var leases = Enumerable.Range(0, 40).Select(_ => burst.Lease()).ToList();
        foreach (var lease in leases)
            burst.Report(lease, AttemptVerdict.RateLimited);

        Assert.Equal((1, 30, 1), (burst.Whole.Streak, burst.RestsFor(), burst.Journal.Count));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(9.0)]
    [InlineData(10.0)] // exactly the current deadline
    public void a_late_429_that_asks_for_no_longer_rest_changes_nothing(double? retryAfter)
    {
        _backend.Advance(10);

        Assert.Empty(_backend.Report(_late, AttemptVerdict.RateLimited, retryAfter));
    }

    [Fact]
    public void a_late_429_with_a_longer_retry_after_moves_the_deadline_and_not_the_streak()
    {
        _backend.Advance(10);

        var extended = Assert.IsType<CooldownExtended>(Assert.Single(_backend.Report(_late, AttemptVerdict.RateLimited, retryAfter: 50)));

        Assert.Equal(new CooldownExtended(Instants.At(10), null, Instants.At(60), new Cause("r1", 1)), extended);
        Assert.Equal((1, 50, 1L), (_backend.Whole.Streak, _backend.RestsFor(), _backend.State.Epoch));
        Assert.Equal((RestMode.Cooling, CooldownReason.RateLimited, "r2"),
            (_backend.Whole.Mode, _backend.Whole.Reason, _backend.Whole.Cause!.RequestId));
    }

    [Fact]
    public void a_late_retry_after_is_capped_like_any_other()
    {
        _backend.Report(_late, AttemptVerdict.RateLimited, retryAfter: 1e6);

        Assert.Equal(3_600, _backend.RestsFor());
    }

    [Fact]
    public void a_late_429_during_the_probe_sends_the_backend_back_to_rest()
    {
        _backend.Rest();
        var probe = _backend.Lease();
        _backend.Report(_late, AttemptVerdict.RateLimited, retryAfter: 50);
        Assert.Equal((RestMode.Cooling, 50, 1), (_backend.Whole.Mode, _backend.RestsFor(), _backend.Whole.Streak));

        _backend.Report(probe, AttemptVerdict.Success);

        Assert.Equal((RestMode.Cooling, 50, 0), (_backend.Whole.Mode, _backend.RestsFor(), _backend.Whole.Streak));
    }

    [Fact]
    public void a_late_success_neither_halves_the_streak_nor_reopens()
    {
        Assert.Empty(_backend.Report(_late, AttemptVerdict.Success));
        _backend.Rest();
        _backend.Expire();
        Assert.Empty(_backend.Report(_late, AttemptVerdict.Success));

        Assert.Equal((RestMode.Probing, 1), (_backend.Whole.Mode, _backend.Whole.Streak));
    }

    [Fact]
    public void a_late_success_does_not_end_a_row_of_failures()
    {
        var backend = new PureBackend();
        var late = backend.Lease();
        for (var i = 0; i < 5; i++)
            backend.Meet(AttemptVerdict.FailedTransport);

        Assert.Empty(backend.Report(late, AttemptVerdict.Success));
        Assert.Equal(5, backend.State.Failures);
    }

    [Theory]
    [InlineData(AttemptVerdict.FailedAnswer)]
    [InlineData(AttemptVerdict.FailedTransport)]
    [InlineData(AttemptVerdict.Overloaded)]
    [InlineData(AttemptVerdict.Abandoned)]
    [InlineData(AttemptVerdict.ClientCredentialsRejected)]
    public void other_late_answers_change_nothing(AttemptVerdict verdict) => Assert.Empty(_backend.Report(_late, verdict));

    [Fact]
    public void a_late_overload_moves_the_deadline_only_by_its_own_retry_after()
    {
        _backend.Report(_late, AttemptVerdict.Overloaded, retryAfter: 40);

        Assert.Equal((CooldownReason.RateLimited, 40), (_backend.Whole.Reason, _backend.RestsFor()));
    }

    [Fact]
    public void a_429_after_the_backend_reopened_is_not_late()
    {
        _backend.Rest();
        _backend.Meet(AttemptVerdict.Success);

        _backend.Report(_late, AttemptVerdict.RateLimited);

        Assert.Equal((RestMode.Cooling, 1), (_backend.Whole.Mode, _backend.Whole.Streak));
    }
}
