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
    [InlineData(2_000, 900)] // 2^1999 is no double
    [InlineData(int.MaxValue, 900)]
    public void without_a_retry_after_the_nth_429_rests_for_b_of_n_minus_1(int streak, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterRateLimit(Policy, streak, null));

    [Theory]
    [InlineData(7, 7)]
    [InlineData(1, 1)]
    [InlineData(0.3, 1)] // never under 1 s
    [InlineData(0, 1)] // an upstream that names no wait at all is still given its second
    [InlineData(29, 29)] // shorter than base: a first 429 that names its time is believed
    [InlineData(3_600, 3_600)] // longer than max: the cap on b is not a cap on r
    [InlineData(3_601, 3_600)] // retry-after-max
    [InlineData(1e9, 3_600)]
    public void a_first_429_rests_for_its_retry_after(double retryAfter, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterRateLimit(Policy, 1, Seconds(retryAfter)));

    [Theory]
    [InlineData(2, 7, 30)] // b(0)
    [InlineData(3, 7, 60)] // b(1)
    [InlineData(4, 7, 120)]
    [InlineData(3, 100, 100)] // r is the longer
    [InlineData(7, 7, 900)] // b(5), capped by max
    [InlineData(7, 5_000, 3_600)]
    [InlineData(2_000, 1_000, 1_000)]
    public void a_later_429_rests_for_the_longer_of_its_retry_after_and_b_of_n_minus_2(int streak, double retryAfter, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterRateLimit(Policy, streak, Seconds(retryAfter)));

    [Fact]
    public void a_retry_after_in_the_past_is_none() =>
        Assert.Equal(Seconds(30), RestArithmetic.AfterRateLimit(Policy, 1, Seconds(-5)));

    [Fact]
    public void no_rest_is_shorter_than_a_second()
    {
        var hasty = Policy with { Base = TimeSpan.FromMilliseconds(10), Max = TimeSpan.FromMilliseconds(500), OverloadRest = TimeSpan.FromMilliseconds(1), CredentialRest = TimeSpan.FromMilliseconds(1) };

        Assert.Equal(Seconds(1), RestArithmetic.AfterRateLimit(hasty, 1, null));
        Assert.Equal(Seconds(1), RestArithmetic.AfterRateLimit(hasty, 9, Seconds(0.2)));
        Assert.Equal(Seconds(1), RestArithmetic.AfterOverload(hasty, null));
        Assert.Equal(Seconds(1), RestArithmetic.AfterFailures(hasty, 9, areQuick: true));
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(2.0, 5)]
    [InlineData(60.0, 60)]
    [InlineData(9_999.0, 3_600)]
    public void an_overload_rests_for_overload_rest_or_longer_if_told_so(double? retryAfter, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterOverload(Policy, Seconds(retryAfter)));

    [Theory]
    [InlineData(1, 30)] // a probe that failed
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(7, 120)]
    [InlineData(99, 900)]
    public void timeouts_beyond_failures_to_cool_climb_the_ladder(int failures, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterFailures(Policy, failures, areQuick: false));

    [Theory]
    [InlineData(1, 5)] // a probe that failed
    [InlineData(5, 5)]
    [InlineData(6, 10)]
    [InlineData(99, 10)]
    public void who_fails_at_once_is_asked_again_within_ten_seconds(int failures, double seconds) =>
        Assert.Equal(Seconds(seconds), RestArithmetic.AfterFailures(Policy, failures, areQuick: true));

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
