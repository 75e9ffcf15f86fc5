using System.Collections.Immutable;
using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>A process starts with stored events that a clock running ahead has dated.</summary>
public sealed class ClockAheadTests
{
    private static readonly CooldownPolicy Policy = new() { Jitter = 0 };
    private static readonly DateTimeOffset Now = Instants.Start;

    [Theory]
    [InlineData(3_600)]
    [InlineData(86_400)]
    [InlineData(30 * 86_400)]
    public void a_rest_is_no_longer_than_it_was_meant_to_be(int ahead)
    {
        var state = Resting(Now.AddSeconds(ahead), 120);

        var after = state.Apply(LeaseDecisions.Shorten(state, Policy, Now));

        Assert.Equal((RestMode.Cooling, Now.AddSeconds(120), 3), (after.Whole.Mode, after.Whole.Until, after.Whole.Streak));
        Assert.Empty(LeaseDecisions.Shorten(after, Policy, Now));
    }

    [Fact]
    public void a_rest_of_now_is_left_alone() => Assert.Empty(LeaseDecisions.Shorten(Resting(Now.AddSeconds(-10), 120), Policy, Now));

    [Fact]
    public void a_rest_is_no_longer_than_the_longest_that_the_policy_has()
    {
        var state = Resting(Now.AddSeconds(-1), 30 * 86_400);

        Assert.Equal(Now.AddHours(1), state.Apply(LeaseDecisions.Shorten(state, Policy, Now)).Whole.Until);
    }

    [Fact]
    public void an_operators_rest_is_as_long_as_the_operator_said()
    {
        var state = Resting(Now.AddSeconds(-1), 30 * 86_400, CooldownReason.Operator);

        Assert.Empty(LeaseDecisions.Shorten(state, Policy, Now));
    }

    [Fact]
    public void a_model_is_left_out_no_longer_than_such_models_are()
    {
        var state = BackendState.Fresh with { Absent = AbsentModels.Of([new("m", Now.AddDays(30))]) };

        Assert.Equal(Now + AbsentModels.Span, state.Apply(LeaseDecisions.Shorten(state, Policy, Now)).Absent.Until["m"]);
    }

    [Fact]
    public void a_probe_of_before_holds_nobody_up_for_long()
    {
        var state = BackendState.Fresh with
        {
            Whole = new RestState { Mode = RestMode.Probing, ProbeUntil = Now.AddDays(30), ProbeRequest = "r" },
        };

        Assert.False(state.Apply(LeaseDecisions.Shorten(state, Policy, Now)).Whole.IsProbedAt(Now));
    }

    [Fact]
    public void models_that_rest_on_their_own_are_corrected_too()
    {
        var rest = Resting(Now.AddDays(30), 60).Whole;
        var state = BackendState.Fresh with { Models = ImmutableSortedDictionary<string, RestState>.Empty.Add("m", rest) };

        Assert.Equal(Now.AddSeconds(60), state.Apply(LeaseDecisions.Shorten(state, Policy, Now)).Models["m"].Until);
    }

    private static BackendState Resting(DateTimeOffset since, double seconds, CooldownReason reason = CooldownReason.RateLimited) =>
        BackendState.Fresh with
        {
            Whole = new RestState
            {
                Mode = RestMode.Cooling,
                Reason = reason,
                Since = since,
                Until = since.AddSeconds(seconds),
                Streak = 3,
                Cause = new Cause("r", 1, 429),
            },
        };
}
