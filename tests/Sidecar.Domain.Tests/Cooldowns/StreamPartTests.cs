using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class StreamPartTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly Backend Backend = new() { Id = "a", Pool = "primary", BaseUrl = "http://localhost/v1" };
    private static readonly CooldownPolicy Policy = new() { FailuresToCool = 3, Jitter = 0 };

    [Fact]
    public void streams_that_begin_well_and_break_off_add_up_to_a_rest()
    {
        var state = BackendState.Fresh;
        for (var i = 0; i < 3; i++)
            state = Tell(Tell(state, AttemptVerdict.Success, AttemptPart.Beginning), AttemptVerdict.FailedTransport, AttemptPart.Ending);

        Assert.Equal((RestMode.Cooling, CooldownReason.Unhealthy), (state.Whole.Mode, state.Whole.Reason));
    }

    [Fact]
    public void a_stream_that_arrives_whole_ends_a_row_of_failures()
    {
        var failed = Tell(BackendState.Fresh, AttemptVerdict.FailedTransport, AttemptPart.Whole);

        Assert.Equal(1, Tell(failed, AttemptVerdict.Success, AttemptPart.Beginning).Failures);
        Assert.Equal(0, Tell(failed, AttemptVerdict.Success, AttemptPart.Ending).Failures);
    }

    [Fact]
    public void a_good_beginning_lowers_the_streak_once_and_the_end_not_again()
    {
        var limited = BackendState.Fresh with { Whole = RestState.Fresh with { Streak = 4 } };
        var begun = Tell(limited, AttemptVerdict.Success, AttemptPart.Beginning);

        Assert.Equal(2, begun.Whole.Streak);
        Assert.Equal(2, Tell(begun, AttemptVerdict.Success, AttemptPart.Ending).Whole.Streak);
    }

    private static BackendState Tell(BackendState state, AttemptVerdict verdict, AttemptPart part) => state.Apply(
        CooldownDecisions.Decide(state, new AttemptReport("m", verdict, state.Epoch, null, new Cause("r", 1), part), Backend, Policy, Now,
            0));
}
