using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>Answers to requests sent while the backend rested, that is, in an emergency.</summary>
public sealed class EvidenceWhileRestingTests
{
    private readonly PureBackend _backend = new() { NamesTimes = true };

    [Fact]
    public void a_429_for_what_was_sent_while_resting_raises_neither_streak_nor_deadline()
    {
        _backend.Meet(AttemptVerdict.RateLimited, retryAfter: 20);
        for (var round = 0; round < 3; round++)
            _backend.Report(_backend.Lease(isEmergency: true), AttemptVerdict.RateLimited, retryAfter: 20);

        Assert.Equal((1, 20), (_backend.Whole.Streak, _backend.RestsFor()));
    }

    [Fact]
    public void its_own_retry_after_still_moves_the_deadline()
    {
        _backend.Meet(AttemptVerdict.RateLimited, retryAfter: 20);

        Assert.IsType<CooldownExtended>(Assert.Single(_backend.Report(
            _backend.Lease(isEmergency: true), AttemptVerdict.RateLimited, retryAfter: 50)));

        Assert.Equal((1, 50), (_backend.Whole.Streak, _backend.RestsFor()));
    }

    [Fact]
    public void failures_while_resting_do_not_climb()
    {
        for (var i = 0; i < 5; i++)
            _backend.Meet(AttemptVerdict.FailedTransport);
        for (var i = 0; i < 12; i++)
            Assert.Empty(_backend.Report(_backend.Lease(isEmergency: true), AttemptVerdict.FailedTransport));

        Assert.Equal((5, 5), (_backend.State.Failures, _backend.RestsFor()));
    }

    [Theory]
    [InlineData(AttemptVerdict.RateLimited, 1)]
    [InlineData(AttemptVerdict.FailedTransport, 5)]
    [InlineData(AttemptVerdict.Overloaded, 1)]
    public void a_good_answer_while_resting_counts_as_the_probe_where_no_time_was_named(AttemptVerdict verdict, int times)
    {
        for (var i = 0; i < times; i++)
            _backend.Meet(verdict);

        _backend.Report(_backend.Lease(isEmergency: true), AttemptVerdict.Success);

        Assert.Equal(RestMode.Available, _backend.Whole.Mode);
        Assert.Equal(0, _backend.RestsFor());
    }

    [Fact]
    public void where_the_upstream_named_a_time_a_good_answer_does_not_end_it()
    {
        _backend.Meet(AttemptVerdict.RateLimited, retryAfter: 20);

        _backend.Report(_backend.Lease(isEmergency: true), AttemptVerdict.Success);

        Assert.Equal((0, 20), (_backend.Whole.Streak, _backend.RestsFor()));
    }
}
