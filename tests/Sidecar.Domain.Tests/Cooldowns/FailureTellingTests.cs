using Sidecar.Domain.Cooldowns;
using static Sidecar.Domain.Cooldowns.CooldownEvents;

namespace Sidecar.Domain.Tests.Cooldowns;

/// <summary>Which counts of consecutive failures are journalled.</summary>
public sealed class FailureTellingTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Cause Request = new("r1", 1, 500);

    [Fact]
    public void the_first_count_is_told_at_once() => Assert.False(FailureTelling.Of(0).Waits([Counted(1)], Now));

    [Theory]
    [InlineData(0, true), InlineData(0.999, true), InlineData(1, false), InlineData(5, false)]
    public void another_waits_for_the_end_of_the_second(double seconds, bool waits) =>
        Assert.Equal(waits, FailureTelling.Of(0).Tell(Counted(1)).Waits([Counted(2)], Now.AddSeconds(seconds)));

    [Fact]
    public void an_event_that_does_more_than_count_never_waits()
    {
        var told = FailureTelling.Of(0).Tell(Counted(1));

        Assert.False(told.Waits([Started(5)], Now));
        Assert.False(told.Waits([Counted(2), new V1.ProbeReleased(Now, null, Request)], Now));
    }

    [Fact]
    public void the_end_of_a_second_tells_its_final_count_unless_that_is_known()
    {
        var told = FailureTelling.Of(0).Tell(Counted(1));

        Assert.Null(told.End(1, Now));
        Assert.Equal(new V1.FailureCounted(Now, 7, new Cause(null)), told.End(7, Now));
        Assert.Equal(new V1.FailuresCleared(Now, new Cause(null)), told.End(0, Now));
        Assert.Null(told.Tell(Started(5)).End(5, Now));
    }

    [Fact]
    public void only_a_count_made_at_the_end_of_a_second_names_no_request()
    {
        Assert.True(FailureTelling.IsOfSecond(FailureTelling.Of(0).End(3, Now)!));
        Assert.False(FailureTelling.IsOfSecond(Counted(1)));
        Assert.False(FailureTelling.IsOfSecond(new V1.CooldownEnded(Now, null, false, new Cause(null))));
    }

    private static V1.FailureCounted Counted(int failures) => new(Now, failures, Request);

    private static V1.CooldownStarted Started(int failures) =>
        new(Now, null, CooldownReason.Unhealthy, Now.AddSeconds(5), 0, failures, Request);
}
