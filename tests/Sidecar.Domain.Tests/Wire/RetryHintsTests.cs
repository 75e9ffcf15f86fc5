using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class RetryHintsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    // Headers are written as "name: value; name: value".
    private static double? Seconds(string headers)
    {
        var given = headers.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(h => h.Split(':', 2))
            .ToDictionary(h => h[0].Trim(), h => h[1], StringComparer.OrdinalIgnoreCase);
        return RetryHints.Read(name => given.GetValueOrDefault(name), given.Keys, Now)?.TotalSeconds;
    }

    [Theory]
    [InlineData("retry-after: 7", 7.0)]
    [InlineData("retry-after:  7 ", 7.0)]
    [InlineData("retry-after: 0", 0.0)]
    [InlineData("retry-after: 1.5", 1.5)]
    [InlineData("retry-after: 86400", 86_400.0)]
    [InlineData("retry-after: Sun, 22 Nov 2026 12:01:30 GMT", 90.0)]
    [InlineData("retry-after: Sunday, 22-Nov-26 12:01:30 GMT", 90.0)]
    [InlineData("retry-after: Sun Nov 22 12:01:30 2026", 90.0)]
    public void retry_after_is_in_seconds_or_a_date(string headers, double expected) => Assert.Equal(expected, Seconds(headers));

    [Theory]
    [InlineData("")]
    [InlineData("retry-after: ")]
    [InlineData("retry-after: soon")]
    [InlineData("retry-after: -1")]
    [InlineData("retry-after: NaN")]
    [InlineData("retry-after: Infinity")]
    [InlineData("retry-after: ∞")]
    [InlineData("retry-after: 1e3")]
    [InlineData("retry-after: 1,000")]
    [InlineData("retry-after: 99999999999999999999999999")]
    [InlineData("retry-after: 5 seconds")]
    [InlineData("retry-after: Sun, 22 Nov 2026 11:59:59 GMT")]
    [InlineData("retry-after: Sun, 22 Nov 2026 12:00:00 GMT")]
    [InlineData("retry-after: Sun, 32 Nov 2026 12:00:00 GMT")]
    [InlineData("retry-after-ms: -5")]
    [InlineData("retry-after-ms: x")]
    public void what_is_past_or_garbage_is_no_hint(string headers) => Assert.Null(Seconds(headers));

    [Theory]
    [InlineData("retry-after-ms: 1250; retry-after: 2", 1.25)]
    [InlineData("retry-after-ms: 62.5", 0.0625)]
    [InlineData("x-ms-retry-after-ms: 1500; retry-after: 2", 1.5)]
    [InlineData("retry-after-ms: garbage; retry-after: 2", 2.0)]
    [InlineData("retry-after: 2; x-ratelimit-remaining: 0; x-ratelimit-reset: 60", 2.0)]
    [InlineData("retry-after: garbage; x-ratelimit-remaining: 0; x-ratelimit-reset: 60", 60.0)]
    public void the_more_precise_hint_wins_and_garbage_gives_way(string headers, double expected) =>
        Assert.Equal(expected, Seconds(headers)!.Value, 6);

    [Theory]
    [InlineData("1s", 1.0)]
    [InlineData("6m0s", 360.0)]
    [InlineData("120ms", 0.12)]
    [InlineData("1h2m3s", 3723.0)]
    [InlineData("7.66s", 7.66)]
    [InlineData("1m26.4s", 86.4)]
    [InlineData("2d1h", 176_400.0)]
    [InlineData("500us", 0.0005)]
    [InlineData("500µs", 0.0005)]
    [InlineData("33011.382867", 33011.382867)]
    [InlineData("0s", 0.0)]
    public void resets_are_go_durations_or_seconds(string value, double expected) =>
        Assert.Equal(expected, Seconds($"x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: {value}")!.Value, 6);

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1x")]
    [InlineData("1s2")]
    [InlineData("-1s")]
    [InlineData("1.2.3s")]
    [InlineData("never")]
    [InlineData("99999999999999999h")]
    [InlineData("NaN")]
    public void a_reset_that_is_no_duration_is_no_hint(string value) =>
        Assert.Null(Seconds($"x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: {value}"));

    [Theory]
    [InlineData("x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 10s; x-ratelimit-remaining-tokens: 9000; "
        + "x-ratelimit-reset-tokens: 90s", 10.0)]
    [InlineData("x-ratelimit-remaining-requests: 5; x-ratelimit-reset-requests: 10s; x-ratelimit-remaining-tokens: 0; "
        + "x-ratelimit-reset-tokens: 90s", 90.0)]
    [InlineData("x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 90s; x-ratelimit-remaining-tokens: 0; "
        + "x-ratelimit-reset-tokens: 10s", 90.0)]
    [InlineData("x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: garbage; x-ratelimit-remaining-tokens: 0; "
        + "x-ratelimit-reset-tokens: 10s", 10.0)]
    [InlineData("x-ratelimit-remaining-tokens: -12; x-ratelimit-reset-tokens: 10s", 10.0)]
    [InlineData("x-ratelimit-remaining-requests-day: 0; x-ratelimit-reset-requests-day: 33011.5; x-ratelimit-remaining-tokens-minute: "
        + "60000; x-ratelimit-reset-tokens-minute: 11.5", 33011.5)]
    [InlineData("x-ratelimit-remaining-requests-day: 9; x-ratelimit-reset-requests-day: 33011.5; x-ratelimit-remaining-tokens-minute: 0; "
        + "x-ratelimit-reset-tokens-minute: 11.5", 11.5)]
    public void the_longest_of_the_empty_buckets_counts(string headers, double expected) => Assert.Equal(expected, Seconds(headers));

    [Theory]
    [InlineData("x-ratelimit-reset-requests: 10s")]
    [InlineData("x-ratelimit-reset: 10")]
    [InlineData("x-ratelimit-remaining-requests: 1; x-ratelimit-reset-requests: 10s")]
    [InlineData("x-ratelimit-remaining-requests: none; x-ratelimit-reset-requests: 10s")]
    [InlineData("x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-requests: 10s")]
    [InlineData("x-ratelimit-remaining: 0")]
    public void a_bucket_that_is_not_known_to_be_empty_says_nothing(string headers) => Assert.Null(Seconds(headers));

    [Theory]
    [InlineData(60.0, "60")]
    [InlineData(2_591_999.0, "2591999")]
    [InlineData(45.0, "epoch")]
    [InlineData(45.0, "epoch-ms")]
    [InlineData(null, "past")]
    [InlineData(null, "2592000")]
    public void a_plain_reset_is_relative_up_to_a_month_and_an_epoch_beyond(double? expected, string value)
    {
        var at = Now.AddSeconds(45);
        value = value switch
        {
            "epoch" => $"{at.ToUnixTimeSeconds()}",
            "epoch-ms" => $"{at.ToUnixTimeMilliseconds()}",
            "past" => $"{Now.AddSeconds(-45).ToUnixTimeSeconds()}",
            _ => value,
        };
        Assert.Equal(expected, Seconds($"X-RateLimit-Remaining: 0; X-RateLimit-Reset: {value}"));
    }

    [Theory]
    [InlineData("2026-11-22T12:00:30Z", 30.0)]
    [InlineData("2026-11-22T13:00:30+01:00", 30.0)]
    [InlineData("2026-11-22T12:00:30.5Z", 30.5)]
    [InlineData("2026-11-22T11:59:30Z", null)]
    [InlineData("2026-13-22T11:59:30Z", null)]
    public void anthropic_names_the_instant(string value, double? expected) =>
        Assert.Equal(expected, Seconds($"anthropic-ratelimit-requests-remaining: 0; anthropic-ratelimit-requests-reset: {value}"));

    [Theory]
    [InlineData("x-ratelimit-remaining-requests-minute: 0; x-ratelimit-reset-requests-minute: 12", 12.0)]
    [InlineData("x-ratelimit-remaining-tokens-day: 0; x-ratelimit-reset-tokens-day: 4000.5", 4000.5)]
    [InlineData("x-ratelimit-remaining-tokens-per-minute: 0; x-ratelimit-reset-tokens-per-minute: 8", 8.0)]
    [InlineData("x-ratelimit-remaining-tokens-prompt: 0; x-ratelimit-reset-tokens-prompt: 3s", 3.0)]
    [InlineData("x-ratelimit-remaining-tokens_usage_based: 0; x-ratelimit-reset-tokens_usage_based: 9ms", 0.009)]
    [InlineData("X-RateLimit-Remaining-Req-Hour: 0; x-ratelimit-reset-req-hour: 1 hour", 3600.0)]
    [InlineData("x-ratelimit-requests-remaining: 0; x-ratelimit-requests-reset: 5", 5.0)]
    [InlineData("ratelimit-remaining: 0; ratelimit-reset: 5", 5.0)]
    [InlineData("x-tokenlimit-remaining: 0; x-tokenlimit-reset: 5", 5.0)]
    [InlineData("x-ratelimit-remaining-requests-minute: 0; x-ratelimit-reset-requests-minute: 12; x-ratelimit-remaining-requests-day: 0; "
        + "x-ratelimit-reset-requests-day: 90", 90.0)]
    [InlineData("x-ratelimit-remaining-requests-minute: 3; x-ratelimit-reset-requests-minute: 12", null)]
    [InlineData("anthropic-ratelimit-input-tokens-remaining: 0; anthropic-ratelimit-input-tokens-reset: 2026-11-22T12:00:30Z", 30.0)]
    [InlineData("anthropic-priority-output-tokens-limit: 9; anthropic-ratelimit-unified-5h-status: rejected; "
        + "anthropic-ratelimit-unified-5h-reset: 1795348860", 60.0)]
    [InlineData("anthropic-ratelimit-unified-status: allowed; anthropic-ratelimit-unified-reset: 1795348860", null)]
    public void a_bucket_may_be_called_anything(string headers, double? expected) => Assert.Equal(expected, Seconds(headers));

    [Theory]
    [InlineData("\"default\";r=0;t=30", 30.0)]
    [InlineData("\"default\"; r=0; t=30", 30.0)]
    [InlineData("default;r=0;t=30", 30.0)]
    [InlineData("\"burst\";r=9;t=1, \"day\";r=0;t=300", 300.0)]
    [InlineData("\"burst\";r=0;t=2, \"day\";r=0;t=300", 300.0)]
    [InlineData("limit=100, remaining=0, reset=30", 30.0)]
    [InlineData("limit=100, remaining=1, reset=30", null)]
    [InlineData("\"default\";r=5;t=30", null)]
    [InlineData("\"default\";r=0", null)]
    [InlineData("\"default\";t=30", null)]
    [InlineData(";;=,=;r=", null)]
    public void the_ietfs_field_is_read_in_both_forms(string value, double? expected) =>
        Assert.Equal(expected, RetryHints.Read(name => name == "RateLimit" ? value : null, ["Date", "RateLimit"], Now)?.TotalSeconds);

    [Theory]
    [InlineData("30 seconds", 30.0)]
    [InlineData("2 minutes", 120.0)]
    [InlineData("1min", 60.0)]
    [InlineData("1 minute 5 sec", 65.0)]
    [InlineData("PT1M30S", 90.0)]
    [InlineData("PT0.5S", 0.5)]
    [InlineData("P1DT2H", 93_600.0)]
    [InlineData("P", null)]
    [InlineData("PT", null)]
    [InlineData("P1M", null)]
    [InlineData("PT1", null)]
    [InlineData("Sun, 22 Nov 2026 12:01:30 GMT", 90.0)]
    public void a_reset_may_have_any_unit(string value, double? expected) =>
        Assert.Equal(expected, Seconds($"x-ratelimit-remaining: 0; x-ratelimit-reset: {value}"));
}
