using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Policies;
using Sidecar.Domain.Tests.Kit;
using static Sidecar.Domain.Tests.Kit.Instants;

namespace Sidecar.Domain.Tests.Cooldowns;

public sealed class RestArithmeticTests
{
    private static readonly CooldownPolicy Policy = new();

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(4, 240)]
    [InlineData(5, 480)]
    [InlineData(6, 900)] // 960, capped by max
    [InlineData(7, 900)]
    [InlineData(2_000, 900)] // 2^1999 is too large for a double
    [InlineData(int.MaxValue, 900)]
    public void without_a_retry_after_the_nth_429_rests_for_b_of_n_minus_1(int streak, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterRateLimit(Policy, streak, null, Seconds(1_000)));

    [Theory]
    [InlineData(7, 7)]
    [InlineData(1, 1)]
    [InlineData(0.3, 1)] // never less than 1 s
    [InlineData(0, 1)] // an upstream that names no wait at all still gets its second
    [InlineData(29, 29)] // shorter than base: a first 429 that names a time is believed
    [InlineData(3_600, 3_600)] // longer than max: the cap on b is not a cap on r
    [InlineData(3_601, 3_600)] // retry-after-max
    [InlineData(1e9, 3_600)]
    public void a_first_429_rests_for_its_retry_after(double retryAfter, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterRateLimit(Policy, 1, Seconds(retryAfter), Seconds(1_000)));

    [Theory]
    [InlineData(2, 7, 30)] // b(0)
    [InlineData(3, 7, 60)] // b(1)
    [InlineData(4, 7, 120)]
    [InlineData(3, 100, 100)] // r is the longer
    [InlineData(7, 7, 900)] // b(5), capped by max
    [InlineData(7, 5_000, 3_600)]
    [InlineData(2_000, 1_000, 1_000)]
    public void a_later_429_rests_for_the_longer_of_its_retry_after_and_b_of_n_minus_2_where_nothing_is_learnt(
        int streak, double retryAfter, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterRateLimit(
            Policy with { Learn = false }, streak, Seconds(retryAfter), Seconds(1)));

    [Theory]
    [InlineData(2, 1, 1, 1)] // wrong once, by a second
    [InlineData(12, 1, 13, 1.3)] // an outage of 13 s with answers that say 1 s each time: two seconds late at most
    [InlineData(2, 20, 20, 20)]
    [InlineData(5, 20, 300, 30)] // wrong for five minutes
    [InlineData(2, 1, 3_600, 30)] // never more than b(n-2)
    [InlineData(60, 1, 36_000, 900)]
    [InlineData(3, 100, 100, 100)]
    public void a_named_time_is_believed_until_it_has_been_wrong_for_ten_times_as_long(
        int streak, double retryAfter, double refusingFor, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterRateLimit(Policy, streak, Seconds(retryAfter), Seconds(refusingFor)));

    [Fact]
    public void a_retry_after_in_the_past_is_none() =>
        Assert.Equal(Seconds(30), RestArithmetic.AfterRateLimit(Policy, 1, Seconds(-5), Seconds(0)));

    [Fact]
    public void no_rest_is_shorter_than_a_second()
    {
        var hasty = Policy with
        {
            Base = TimeSpan.FromMilliseconds(10),
            Max = TimeSpan.FromMilliseconds(500),
            OverloadRest = TimeSpan.FromMilliseconds(1),
            CredentialRest = TimeSpan.FromMilliseconds(1)
        };

        Assert.Equal(Seconds(1), RestArithmetic.AfterRateLimit(hasty, 1, null, Seconds(0)));
        Assert.Equal(Seconds(1), RestArithmetic.AfterRateLimit(hasty, 9, Seconds(0.2), Seconds(9)));
        Assert.Equal(Seconds(1), RestArithmetic.AfterOverload(hasty, null));
        Assert.Equal(Seconds(1), RestArithmetic.AfterFailures(hasty, 9));
        Assert.Equal(Seconds(1), RestArithmetic.AfterSilence(hasty, null));
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(2.0, 5)]
    [InlineData(60.0, 60)]
    [InlineData(9_999.0, 3_600)]
    public void an_overload_rests_for_overload_rest_or_longer_if_told_so(double? retryAfter, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterOverload(Policy, Seconds(retryAfter)));

    [Theory]
    [InlineData(null, 10)]
    [InlineData(1.0, 10)]
    [InlineData(10.0, 20)]
    [InlineData(80.0, 160)]
    [InlineData(700.0, 900)]
    public void each_probe_that_hangs_doubles_the_rest(double? former, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterSilence(Policy, Seconds(former)));

    [Theory]
    [InlineData(1, 5)] // a probe that failed
    [InlineData(5, 5)]
    [InlineData(29, 5)] // two minutes of probes
    [InlineData(30, 10)]
    [InlineData(31, 20)]
    [InlineData(33, 60)] // down for long: once a minute
    [InlineData(int.MaxValue, 60)]
    public void who_fails_at_once_is_asked_every_five_seconds_for_two_minutes(int failures, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterFailures(Policy, failures));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.5, 105)]
    [InlineData(0.999, 109.99)]
    public void jitter_adds_up_to_its_share_of_the_rest(double chance, double seconds) =>
        Assert.Equal(At(seconds), RestArithmetic.Until(Policy, Start, Start, Seconds(100), chance));

    [Theory]
    [InlineData(99, 100)]
    [InlineData(101, 101)]
    public void a_deadline_is_never_before_the_present_one(double current, double expected) =>
        Assert.Equal(At(expected), RestArithmetic.Until(Policy, At(current), Start, Seconds(100), 0));
}
