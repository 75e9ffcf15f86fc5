using Sidecar.Domain.Attempts;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Cooldowns.CooldownEvents.V1;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>An attempt times out, and meanwhile its backend has answered nobody.</summary>
public sealed class SilenceTests
{
    private static readonly CooldownPolicy Policy = new() { Jitter = 0 };

    [Fact]
    public void it_rests_at_once()
    {
        var started = Assert.IsType<CooldownStarted>(Assert.Single(Decide(BackendState.Fresh, isSilent: true)));

        Assert.Equal((CooldownReason.Unhealthy, 1, Instants.At(10)), (started.Reason, started.Failures, started.Until));
    }

    [Fact]
    public void each_probe_that_hangs_too_doubles_the_rest()
    {
        var (state, now, rests) = (BackendState.Fresh.Apply(Decide(BackendState.Fresh, isSilent: true)), Instants.Start,
            new List<double>());
        for (var i = 0; i < 4; i++)
        {
            rests.Add((state.Whole.Until - now).TotalSeconds);
            now = state.Whole.Until;
            state = state.Apply(LeaseDecisions.Leased(state, "m", Policy, now, new Cause("p", 1)));
            var timeout = new Cause("p", 1, Error: UpstreamError.HeadTimeout.ToWire());
            state = state.Apply(CooldownDecisions.Decide(
                state, new AttemptReport("m", AttemptVerdict.FailedTransport, state.Epoch, null, timeout), Sample.Backend(), Policy, now,
                    0));
        }

        Assert.Equal([10, 20, 40, 80], rests);
    }

    [Fact]
    public void a_504_is_told_by_one_who_waited_for_it()
    {
        var state = BackendState.Fresh;
        for (var i = 0; i < 5; i++)
            state = state.Apply(CooldownDecisions.Decide(state,
                new AttemptReport("m", AttemptVerdict.FailedAnswer, 0, null, new Cause("r", 1, 504)),
                Sample.Backend(), Policy, Instants.Start, 0));

        Assert.Equal(Instants.At(10), state.Whole.Until);
    }

    [Fact]
    public void where_somebody_was_answered_it_is_one_failure() =>
        Assert.IsType<FailureCounted>(Assert.Single(Decide(BackendState.Fresh, isSilent: false)));

    [Fact]
    public void what_was_sent_before_a_rest_says_nothing_new()
    {
        var resting = BackendState.Fresh.Apply(Decide(BackendState.Fresh, isSilent: true));

        Assert.Empty(Decide(resting, isSilent: true));
    }

    [Theory]
    [InlineData(UpstreamError.HeadTimeout, true)]
    [InlineData(UpstreamError.FirstEventTimeout, true)]
    [InlineData(UpstreamError.ConnectTimeout, true)]
    [InlineData(UpstreamError.DeadlinePassed, true)]
    [InlineData(UpstreamError.Connect, false)]
    [InlineData(UpstreamError.BodyTimeout, false)]
    [InlineData(UpstreamError.Head, false)]
    public void only_time_that_passes_is_a_timeout(UpstreamError error, bool expected) =>
        Assert.Equal(expected, AttemptClassifier.IsTimeout(AttemptVerdict.FailedTransport, error));

    [Fact]
    public void the_deadline_tells_of_the_backend_only_where_the_attempt_had_its_time()
    {
        Assert.Equal(AttemptVerdict.FailedTransport, AttemptClassifier.Classify(UpstreamError.DeadlinePassed, hadItsTime: true));
        Assert.Equal(AttemptVerdict.Abandoned, AttemptClassifier.Classify(UpstreamError.DeadlinePassed));
        Assert.False(AttemptClassifier.IsTimeout(AttemptVerdict.Abandoned, UpstreamError.DeadlinePassed));
    }

    private static IReadOnlyList<IBackendEvent> Decide(BackendState state, bool isSilent) => CooldownDecisions.Decide(
        state, new AttemptReport("m", AttemptVerdict.FailedTransport, 0, null, new Cause("r", 1), IsSilent: isSilent), Sample.Backend(),
        Policy, Instants.Start, 0);
}
