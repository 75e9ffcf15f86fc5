using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class RateLimitTests
{
    [Fact]
    public void a_429_begins_a_cooldown_with_its_cause()
    {
        var backend = new PureBackend();

        var started = Assert.IsType<CooldownStarted>(Assert.Single(backend.Meet(AttemptVerdict.RateLimited, retryAfter: 7)));

        Assert.Equal(new CooldownStarted(Instants.Start, null, CooldownReason.RateLimited, Instants.At(7), 1, 0, new Cause("r1", 1)),
            started);
        Assert.Equal((RestMode.Cooling, CooldownReason.RateLimited, 1, 1L),
            (backend.Whole.Mode, backend.Whole.Reason, backend.Whole.Streak, backend.Whole.Epoch));
        Assert.Equal(started.Cause, backend.Whole.Cause);
        Assert.Equal(Instants.Start, backend.Whole.Since);
    }

    [Fact]
    public void nothing_is_leased_from_the_moment_a_429_is_read_until_its_deadline()
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.RateLimited, retryAfter: 7);

        Assert.False(backend.State.IsOpenFor("m", backend.Now));
        Assert.Equal(LeaseRefusal.Cooling, LeaseDecisions.Admit(backend.State, "m", false, Instants.At(6.999), out var retryAt));
        Assert.Equal(Instants.At(7), retryAt);
        Assert.Equal(LeaseRefusal.None, LeaseDecisions.Admit(backend.State, "m", false, Instants.At(7), out retryAt));
        Assert.Null(retryAt);
    }

    [Fact]
    public void second_429_in_a_row_doubles_the_rest()
    {
        var backend = new PureBackend();
        var rests = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            backend.Meet(AttemptVerdict.RateLimited);
            rests.Add(backend.RestsFor());
            backend.Rest();
        }

        Assert.Equal([30, 60, 120, 240, 480, 900, 900], rests);
    }

    [Fact]
    public void a_named_time_is_believed_again_when_the_probe_after_it_is_refused()
    {
        var backend = new PureBackend();
        var rests = new List<double>();
        for (var i = 0; i < 13; i++)
        {
            backend.Meet(AttemptVerdict.RateLimited, retryAfter: 1);
            rests.Add(backend.RestsFor());
            backend.Rest();
        }

        Assert.Equal(1, rests[10]);
        Assert.InRange(rests[12], 1.1, 1.3);
    }

    [Fact]
    public void a_good_answer_ends_the_row_by_which_named_times_are_doubted()
    {
        var backend = new PureBackend();
        for (var i = 0; i < 40; i++)
        {
            backend.Meet(AttemptVerdict.RateLimited, retryAfter: 1);
            backend.Rest();
        }
        backend.Meet(AttemptVerdict.Success);
        backend.Meet(AttemptVerdict.RateLimited, retryAfter: 1);

        Assert.Equal(1, backend.RestsFor());
    }

    [Fact]
    public void where_nothing_is_learnt_a_retry_after_shortens_a_later_rest_by_one_step_at_most()
    {
        var backend = new PureBackend(new CooldownPolicy { Jitter = 0, Learn = false });
        var rests = new List<double>();
        for (var i = 0; i < 4; i++)
        {
            backend.Meet(AttemptVerdict.RateLimited, retryAfter: 7);
            rests.Add(backend.RestsFor());
            backend.Rest();
        }

        Assert.Equal([7, 30, 60, 120], rests);
    }

    [Fact]
    public void an_emergency_attempts_429_counts_for_nothing_and_shortens_nothing()
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.RateLimited, retryAfter: 1_000);
        backend.Advance(10);

        backend.Meet(AttemptVerdict.RateLimited, retryAfter: 5);

        Assert.Equal((1, 990), (backend.Whole.Streak, backend.RestsFor()));
    }

    [Fact]
    public void chance_jitters_the_deadline_up_and_never_down()
    {
        var policy = new CooldownPolicy { Jitter = 0.1 };
        foreach (var chance in new[] { 0, 0.25, 0.9999999 })
        {
            var backend = new PureBackend(policy);
            backend.Meet(AttemptVerdict.RateLimited, retryAfter: 100, chance: chance);
            Assert.Equal(100 * (1 + chance * 0.1), backend.RestsFor(), 5);
            Assert.InRange(backend.RestsFor(), 100, 110);
        }
    }

    [Fact]
    public void a_429_leaves_the_row_of_failures_as_it_was()
    {
        var backend = new PureBackend();
        backend.Meet(AttemptVerdict.FailedAnswer);
        backend.Meet(AttemptVerdict.RateLimited);

        Assert.Equal(1, backend.State.Failures);
    }
}
