using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class OperatorTests
{
    private static readonly Cause Word = new(null, By: "alice", Why: "repairs");

    [Fact]
    public void an_operator_may_shorten_a_deadline()
    {
        var state = BackendState.Fresh.Apply(OperatorDecisions.Cool(BackendState.Fresh, null, Seconds(600), At(0), Word));
        state = state.Apply(OperatorDecisions.Cool(state, null, Seconds(60), At(10), Word));

        Assert.Equal((At(70), CooldownReason.Operator, 2), (state.Whole.Until, state.Whole.Reason, state.Epoch));
        Assert.False(state.IsOpenFor("m", At(69)));
    }

    [Fact]
    public void the_streak_outlives_an_operators_rest_and_its_end()
    {
        var limited = new CooldownEvents.V1.CooldownStarted(At(0), null, CooldownReason.RateLimited, At(30), 3, 0, new Cause("r"));
        var state = BackendState.Fresh.Apply(limited);
        state = state.Apply(OperatorDecisions.EndRests(state, null, At(1), Word));

        Assert.Equal((RestMode.Available, 3), (state.Whole.Mode, state.Whole.Streak));
        Assert.True(state.IsOpenFor("m", At(1)));
        Assert.Equal(3, state.Apply(OperatorDecisions.Cool(state, null, Seconds(5), At(2), Word)).Whole.Streak);
    }

    [Fact]
    public void ending_all_rests_ends_those_of_models_and_ending_one_leaves_the_others()
    {
        var state = BackendState.Fresh;
        foreach (var model in new[] { null, "m", "n" })
            state = state.Apply(OperatorDecisions.Cool(state, model, Seconds(60), At(0), Word));

        Assert.Equal(["m"], OperatorDecisions.EndRests(state, "m", At(1), Word).Cast<CooldownEvents.V1.CooldownEnded>()
            .Select(e => e.Model));
        Assert.True(state.Apply(OperatorDecisions.EndRests(state, null, At(1), Word)).IsClean);
        Assert.Empty(OperatorDecisions.EndRests(BackendState.Fresh, null, At(1), Word));
    }
}
