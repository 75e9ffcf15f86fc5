using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class OverloadTests
{
    private readonly PureBackend _backend = new();

    [Theory]
    [InlineData(null, 5)]
    [InlineData(3.0, 5)]
    [InlineData(42.0, 42)]
    public void an_overloaded_backend_rests_shortly_or_as_long_as_it_says(double? retryAfter, double seconds)
    {
        _backend.Meet(AttemptVerdict.Overloaded, retryAfter);

        Assert.Equal((CooldownReason.Overloaded, seconds, 0), (_backend.Whole.Reason, _backend.RestsFor(), _backend.Whole.Streak));
    }

    [Fact]
    public void overload_does_not_raise_n()
    {
        for (var i = 0; i < 10; i++)
        {
            _backend.Meet(AttemptVerdict.Overloaded);
            Assert.Equal(5, _backend.RestsFor());
            _backend.Rest();
        }
        _backend.Meet(AttemptVerdict.RateLimited);

        Assert.Equal((1, 30), (_backend.Whole.Streak, _backend.RestsFor()));
    }

    [Fact]
    public void overload_is_no_failure()
    {
        for (var i = 0; i < 5; i++)
        {
            _backend.Meet(AttemptVerdict.Overloaded);
            _backend.Rest();
        }

        Assert.Equal(0, _backend.State.Failures);
    }

    [Fact]
    public void overload_keeps_a_streak_of_429s()
    {
        _backend.Meet(AttemptVerdict.RateLimited);
        _backend.Rest();
        _backend.Meet(AttemptVerdict.Overloaded);
        _backend.Rest();
        _backend.Meet(AttemptVerdict.RateLimited);

        Assert.Equal((2, 60), (_backend.Whole.Streak, _backend.RestsFor()));
    }

    [Fact]
    public void overload_in_an_emergency_shortens_no_rest()
    {
        _backend.Meet(AttemptVerdict.RateLimited, retryAfter: 100);

        _backend.Meet(AttemptVerdict.Overloaded);

        Assert.Equal((CooldownReason.RateLimited, 100), (_backend.Whole.Reason, _backend.RestsFor()));
    }

    [Fact]
    public void overload_rests_only_the_model_where_that_is_the_scope()
    {
        var backend = new PureBackend(scope: Domain.Backends.CooldownScope.Model);

        var started = Assert.IsType<CooldownStarted>(Assert.Single(backend.Meet(AttemptVerdict.Overloaded, model: "a")));

        Assert.Equal("a", started.Model);
        Assert.True(backend.State.IsOpenFor("b", backend.Now));
    }
}
