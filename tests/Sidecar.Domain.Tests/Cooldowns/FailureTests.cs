using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class FailureTests
{
    private readonly PureBackend _backend = new();

    [Fact]
    public void failures_to_cool_in_a_row_rest_the_backend_as_unhealthy()
    {
        for (var i = 1; i < 5; i++)
        {
            var counted = Assert.IsType<FailureCounted>(Assert.Single(Fail()));
            Assert.Equal(new FailureCounted(Instants.Start, i, new Cause($"r{i}", 1)), counted);
            Assert.True(_backend.State.IsOpenFor("m", _backend.Now));
        }

        var started = Assert.IsType<CooldownStarted>(Assert.Single(Fail()));

        Assert.Equal((CooldownReason.Unhealthy, 0, 5, Instants.At(5)), (started.Reason, started.Streak, started.Failures, started.Until));
    }

    [Fact]
    public void a_success_between_them_starts_the_count_again()
    {
        for (var i = 0; i < 4; i++)
            Fail();
        Assert.IsType<FailuresCleared>(Assert.Single(_backend.Meet(AttemptVerdict.Success)));
        for (var i = 0; i < 4; i++)
            Fail();

        Assert.Equal((RestMode.Available, 4), (_backend.Whole.Mode, _backend.State.Failures));
    }

    [Fact]
    public void an_attempt_without_a_verdict_between_them_does_not()
    {
        for (var i = 0; i < 4; i++)
            Fail();
        _backend.Meet(AttemptVerdict.Abandoned);
        Fail();

        Assert.Equal(RestMode.Cooling, _backend.Whole.Mode);
    }

    [Fact]
    public void who_fails_at_once_is_probed_every_five_seconds()
    {
        for (var i = 0; i < 4; i++)
            Fail();
        var rests = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            Fail();
            rests.Add(_backend.RestsFor());
            _backend.Rest();
        }

        Assert.Equal([5, 5, 5, 5, 5, 5, 5], rests);
        Assert.Equal((11, 0), (_backend.State.Failures, _backend.Whole.Streak));
    }

    [Fact]
    public void failures_leave_the_streak_of_429s_as_it_was()
    {
        _backend.Meet(AttemptVerdict.RateLimited);
        _backend.Rest();
        for (var i = 0; i < 5; i++)
            Fail();

        Assert.Equal(1, _backend.Whole.Streak);
    }

    [Fact]
    public void failures_during_a_rest_are_not_counted()
    {
        _backend.Meet(AttemptVerdict.RateLimited, retryAfter: 1_000);
        for (var i = 0; i < 6; i++)
            Fail();

        Assert.Equal((CooldownReason.RateLimited, 1_000, 0), (_backend.Whole.Reason, _backend.RestsFor(), _backend.State.Failures));
    }

    private IReadOnlyList<IBackendEvent> Fail() => _backend.Meet(AttemptVerdict.FailedAnswer);
}
