using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Trouble;

/// <summary>The rows of the table.</summary>
internal static class TroubleRows
{
    public static readonly TroubleRow[] All =
    [
        new("ten", new Scenario("30, 20, 15 in any 10 s, Retry-After", Sliding(10_000, 30, 20, 15), static _ =>
            Arrivals.Bursty(7, 240, 3.2, 20, 45), RefusalHint.Seconds)),
        new("minute", new Scenario("40, 40, 20 in any 60 s, no hint", Sliding(60_000, 40, 40, 20), static _ =>
            Arrivals.Bursty(9, 300, 1.1, 45, 30))),
        new("told", new Scenario("the same, and Sidecar is told of it", Sliding(60_000, 40, 40, 20), static _ =>
            Arrivals.Bursty(9, 300, 1.1, 45, 30))) { Told = [40, 40, 20] },
        new("ten-silent", new Scenario("20, 15, 10 in any 10 s, no hint", Sliding(10_000, 20, 15, 10), static _ =>
            Arrivals.Bursty(11, 180, 2.2, 30, 30))),
        new("clock", new Scenario("12, 10 each 10 s by a clock, Retry-After", Each(static n => new FixedWindow(n, 10_000), 12, 10),
            static _ => Arrivals.Bursty(12, 150, 1.2, 30, 20), RefusalHint.Seconds)),
        new("bucket", new Scenario("buckets of 15, 10 that fill in 30 s, no hint", Each(static n => new TokenBucket(n, 30_000), 15, 10),
            static _ => Arrivals.Bursty(13, 180, 0.5, 45, 12))),
        new("at-once", new Scenario("2, 1 at once, no hint", Each(static n => new AtOnce(n), 2, 1), static _ =>
            Arrivals.Bursty(14, 120, 4, 20, 20))),
        new("drifting", new Scenario("30, 20 in any 10 s, halved for 60 s",
            Each(static n => new Drifting(n, 10_000, 60_000, 120_000), 30, 20), static _ =>
            Arrivals.Bursty(15, 180, 2.0, 30, 20), RefusalHint.Seconds)),
        new("broken", Free("connections broken off for 13 s"), new Outage(OutageKind.Broken, null, 20_000, 33_000)),
        new("hanging", Free("the first of three hangs for 30 s"), new Outage(OutageKind.Hanging, 0, 20_000, 50_000)),
        new("bad-gateway", Free("502 from all for 13 s"), new Outage(OutageKind.BadGateway, null, 20_000, 33_000)),
        new("throttled", Free("429 with Retry-After 1 from all for 13 s"), new Outage(OutageKind.Throttled, null, 20_000, 33_000)),
        new("revoked", Free("the second key is revoked"), new Outage(OutageKind.Revoked, 1, 20_000, 1e9)),
        new("refused", Free("one client's prompts are refused or too large")) { HasRefusedClient = true },
        new("none", Free("no trouble")),
    ];

    public static TroubleRow Find(string key) => All.Single(r => r.Key == key);

    // So many requests that all three upstreams are needed: if one is not used, that shows within a second.
    private static Scenario Free(string name) => new(name, static _ => [new Unlimited(), new Unlimited(), new Unlimited()], static _ =>
        Arrivals.Bursty(16, 90, 6, 15, 10));

    private static Func<uint, HiddenLimit[]> Sliding(double window, params int[] limits) => Each(n => new SlidingWindow(n, window), limits);

    private static Func<uint, HiddenLimit[]> Each(Func<int, HiddenLimit> limit, params int[] limits) => _ => [.. limits.Select(limit)];
}
