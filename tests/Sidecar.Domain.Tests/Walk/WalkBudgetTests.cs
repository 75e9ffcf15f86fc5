using Sidecar.Domain.Policies;
using Sidecar.Domain.Walk;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Walk;

public sealed class WalkBudgetTests
{
    private static readonly WalkPolicy Policy = new()
    {
        PrimaryWait = new PrimaryWaitPolicy(5, TimeSpan.FromSeconds(2), 1000),
        Deadline = TimeSpan.FromSeconds(55)
    };

    [Theory]
    // is it worth waiting, retries left, rounds left, seconds left
    [InlineData(true, 5, 3, 50, NextMove.PrimaryWait)]
    [InlineData(false, 5, 3, 50, NextMove.Emergency)]
    [InlineData(true, 0, 3, 50, NextMove.Emergency)]
    [InlineData(true, 5, 0, 50, NextMove.PrimaryWait)]
    [InlineData(true, 0, 0, 50, NextMove.Exhausted)]
    [InlineData(false, 5, 0, 50, NextMove.Exhausted)]
    [InlineData(true, 5, 3, 0, NextMove.Exhausted)]
    [InlineData(false, 5, 3, -1, NextMove.Exhausted)]
    public void routing_is_followed_by(bool isWorthWaiting, int retries, int rounds, double left, NextMove expected)
    {
        var policy = Policy with
        {
            PrimaryWait = Policy.PrimaryWait with { MaxRetries = retries },
            Emergency = Policy.Emergency with { Rounds = rounds }
        };

        Assert.Equal(expected, WalkBudget.AfterRouting(policy, isWorthWaiting, Seconds(left)));
    }

    [Theory]
    [InlineData(3, 0.001, NextMove.Emergency)]
    [InlineData(3, 0, NextMove.Exhausted)]
    [InlineData(3, -5, NextMove.Exhausted)]
    [InlineData(0, 50, NextMove.Exhausted)]
    public void primary_wait_is_followed_by(int rounds, double left, NextMove expected) =>
        Assert.Equal(expected, WalkBudget.AfterPrimaryWait(Policy with { Emergency = Policy.Emergency with { Rounds = rounds } },
            Seconds(left)));

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void routing_sends_max_attempts_at_most(int sent, bool may) => Assert.Equal(may, WalkBudget.MayAttemptInRouting(Policy, sent));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(4, 9.999, true)]
    [InlineData(5, 0, false)]
    [InlineData(0, 10, false)]
    public void primary_wait_sends_max_retries_at_most_and_ends_with_its_time(int sent, double at, bool may) =>
        Assert.Equal(may, WalkBudget.MayWaitOn(Policy, sent, At(10), At(at)));

    [Fact]
    public void primary_wait_lasts_max_retries_times_interval() => Assert.Equal(Seconds(10), Policy.PrimaryWait.Budget);

    [Theory]
    [InlineData(0, false, 50, true)] // the first round needs no earlier round
    [InlineData(1, true, 50, true)]
    [InlineData(2, true, 50, true)]
    [InlineData(3, true, 50, false)]
    [InlineData(1, false, 50, false)]
    [InlineData(0, false, 0, false)]
    public void emergency_goes_on_for_rounds_while_somebody_is_let_through(int done, bool sentInLast, double left, bool may) =>
        Assert.Equal(may, WalkBudget.MayStartRound(Policy, done, sentInLast, Seconds(left)));

    [Fact]
    public void the_deadline_counts_from_arrival() => Assert.Equal(Seconds(-1), WalkBudget.Remaining(Policy, At(0), At(56)));
}
