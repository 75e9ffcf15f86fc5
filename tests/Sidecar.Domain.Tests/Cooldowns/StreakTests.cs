using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class StreakTests
{
    [Fact]
    public void each_success_halves_the_streak_towards_zero()
    {
        var backend = new PureBackend();
        for (var i = 0; i < 5; i++)
        {
            backend.Meet(AttemptVerdict.RateLimited);
            backend.Rest();
        }
        var streaks = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            backend.Meet(AttemptVerdict.Success);
            streaks.Add(backend.Whole.Streak);
        }

        Assert.Equal([2, 1, 0, 0], streaks);
    }

    [Fact]
    public void the_next_429_goes_on_from_the_halved_streak()
    {
        var backend = new PureBackend();
        for (var i = 0; i < 4; i++)
        {
            backend.Meet(AttemptVerdict.RateLimited);
            backend.Rest();
        }
        backend.Meet(AttemptVerdict.Success);

        backend.Meet(AttemptVerdict.RateLimited);

        Assert.Equal((3, 120), (backend.Whole.Streak, backend.RestsFor()));
    }

    [Fact]
    public void a_success_on_a_backend_that_is_well_is_no_news()
    {
        var backend = new PureBackend();

        Assert.True(backend.State.IsClean);
        Assert.Empty(backend.Meet(AttemptVerdict.Success));
    }

    [Fact]
    public void a_backend_is_clean_again_once_everything_is_forgiven()
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.FailedAnswer);
        backend.Meet(AttemptVerdict.RateLimited);
        Assert.False(backend.State.IsClean);
        backend.Rest();

        var events = backend.Meet(AttemptVerdict.Success);

        Assert.True(backend.State.IsClean);
        var (at, cause) = (Instants.At(30), new Cause("r3", 1));
        Assert.Equal<IBackendEvent>([new ProbeClosed(at, null, cause), new StreakReset(at, null, 0, cause), new FailuresCleared(at, cause)],
            events);
    }

    [Theory]
    [InlineData(AttemptVerdict.Abandoned)]
    [InlineData(AttemptVerdict.ClientCredentialsRejected)]
    public void an_attempt_that_says_nothing_about_the_backend_changes_nothing(AttemptVerdict verdict)
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.RateLimited);
        backend.Rest();
        backend.Meet(AttemptVerdict.Success);
        backend.Meet(AttemptVerdict.FailedAnswer);

        Assert.Empty(backend.Meet(verdict));
    }
}
