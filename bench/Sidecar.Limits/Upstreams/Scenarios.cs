namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>The scenarios on which the loop was tuned, and others by which it is judged.</summary>
internal static class Scenarios
{
    private static readonly Func<uint, double[]> OfTen = static seed => Arrivals.Bursty(7 + seed, 240, 3.2, 20, 45);
    private static readonly Func<uint, double[]> OfMinute = static seed => Arrivals.Bursty(9 + seed, 300, 1.1, 45, 30);
    private static readonly Func<uint, double[]> OfOnce = static seed => Arrivals.Bursty(5 + seed, 240, 6, 20, 45);

    public static readonly Scenario[] Tuned =
    [
        new("30, 20, 15 in any 10 s, Retry-After", Sliding(10_000, 30, 20, 15), OfTen, RefusalHint.Seconds),
        new("the same, no hint", Sliding(10_000, 30, 20, 15), OfTen),
        new("40, 40, 20 in any 60 s, no hint", Sliding(60_000, 40, 40, 20), OfMinute),
        new("40, 40, 20 a minute by the clock", Each(static n => new FixedWindow(n, 60_000), 40, 40, 20), OfMinute),
        new("token buckets of 40, 40, 20 a minute", Each(static n => new TokenBucket(n, 60_000), 40, 40, 20), OfMinute),
        new("2, 1, 1 at once", Each(static n => new AtOnce(n), 2, 1, 1), OfOnce),
        new("4, 3, 2 at once", Each(static n => new AtOnce(n), 4, 3, 2), OfOnce),
        new("both 4 a second and 40 a minute", static _ => [Dual(4, 40), Dual(4, 40), Dual(2, 20)], OfMinute),
        new("1.6 times more load than room", Sliding(60_000, 40, 40, 20), static seed => Arrivals.Bursty(9 + seed, 300, 2.2, 45, 30)),
        new("a third of the limit used by others", static seed =>
            [new SharedWithOthers(60, 60_000, .3, seed + 3), new SharedWithOthers(60, 60_000, .3, seed + 4),
            new SharedWithOthers(30, 60_000, .3, seed + 5)],
            static seed => Arrivals.Bursty(9 + seed, 300, 1.0, 45, 25)),
        new("limits halve at 100 s, come back at 200 s", Each(static n => new Drifting(n, 10_000), 30, 20, 15), static seed =>
            Arrivals.Bursty(7 + seed, 300, 3, 20, 30)),
        new("10 % refused at random, and 40 a minute", static seed => Noisy(.1, seed, 40, 40, 20), OfMinute),
        new("20 % refused at random", static seed => Noisy(.2, seed, 1_000_000, 1_000_000, 1_000_000), OfTen),
        new("no limit", static _ => [new Unlimited(), new Unlimited(), new Unlimited()], OfTen),
    ];

    /// <summary>Scenarios that revealed faults of the loop, but by which no number was chosen.</summary>
    public static readonly Scenario[] Mended =
    [
        new("25, 18, 9 in any 20 s, no hint", Sliding(20_000, 25, 18, 9), static seed => Arrivals.Bursty(101 + seed, 300, 1.6, 30, 30)),
        new("6, 5, 4 in any 3 s, Retry-After", Sliding(3_000, 6, 5, 4), static seed =>
            Arrivals.Bursty(102 + seed, 240, 3, 25, 40), RefusalHint.Seconds),
        new("50, 30 in any 60 s, Retry-After always 1", Sliding(60_000, 50, 30), static seed =>
            Arrivals.Bursty(103 + seed, 300, 0.9, 60, 30), RefusalHint.AlwaysOneSecond),
        new("12, 12, 6 each 15 s by the clock, no hint", Each(static n => new FixedWindow(n, 15_000), 12, 12, 6), static seed =>
            Arrivals.Bursty(104 + seed, 300, 1.4, 40, 25)),
        new("buckets of 15, 10 that fill in 30 s, exact hint", Each(static n => new TokenBucket(n, 30_000), 15, 10), static seed =>
            Arrivals.Bursty(105 + seed, 300, 0.6, 30, 12), RefusalHint.Exact),
        new("3, 2 at once, answers of 2 to 6 s", Each(static n => new AtOnce(n), 3, 2), static seed =>
            Arrivals.Bursty(106 + seed, 300, 0.9, 60, 12)) { AnswerMs = static chance => 2000 + (4000 * chance) },
        new("one key alone, 20 in any 60 s, no hint", Sliding(60_000, 20), static seed => Arrivals.Bursty(107 + seed, 300, 0.2, 60, 6)),
        new("limits halve, no load to spare afterwards", Each(static n => new Drifting(n, 60_000, 120_000, 400_000), 80, 60), static seed =>
            Arrivals.Bursty(108 + seed, 420, 0.8, 60, 15)),
        new("5 % refused at random, and 25 in any 20 s", static seed =>
            [new ChanceRefusals(new SlidingWindow(25, 20_000), .05, seed + 15),
            new ChanceRefusals(new SlidingWindow(25, 20_000), .05, seed + 16)],
            static seed => Arrivals.Bursty(109 + seed, 300, 1.6, 45, 20)),
        new("3,000 tokens in any 60 s", Each(static n => new TokensInWindow(n, 60_000), 3000, 2000), static seed =>
            Arrivals.Bursty(110 + seed, 300, 0.45, 60, 8)) { Tokens = static chance => (int)(20 + (400 * chance * chance)) },
        new("ten times the room", Sliding(10_000, 300, 200, 150), static seed => Arrivals.Bursty(111 + seed, 240, 3.2, 20, 45)),
        new("steady load at 95 % of 60 a minute", Sliding(60_000, 60), static seed => Arrivals.Bursty(112 + seed, 300, 0.95, 1000, 0)),
    ];

    /// <summary>Written when the loop was finished. The first two showed that windows must lie closer together; the next two were added
    /// then.</summary>
    public static readonly Scenario[] HeldOut =
    [
        new("35, 25 in any 45 s, no hint", Sliding(45_000, 35, 25), static seed => Arrivals.Bursty(201 + seed, 300, 0.9, 50, 25)),
        new("12, 9 in any 4 s, no hint", Sliding(4_000, 12, 9), static seed => Arrivals.Bursty(202 + seed, 240, 3.5, 30, 40)),
        new("20, 14 in any 7 s, no hint", Sliding(7_000, 20, 14), static seed => Arrivals.Bursty(211 + seed, 240, 3.2, 30, 40)),
        new("30, 20 in any 33 s, no hint", Sliding(33_000, 30, 20), static seed => Arrivals.Bursty(212 + seed, 300, 1.0, 50, 25)),
        new("buckets of 60, 30 that fill in 20 s, no hint", Each(static n => new TokenBucket(n, 20_000), 60, 30), static seed =>
            Arrivals.Bursty(203 + seed, 300, 2.8, 30, 60)),
        new("100 a minute by the clock, exact hint", Each(static n => new FixedWindow(n, 60_000), 100, 100), static seed =>
            Arrivals.Bursty(204 + seed, 300, 2.2, 60, 60), RefusalHint.Exact),
        new("limits double at 120 s", static _ => [new Drifting(40, 10_000, -1, 120_000), new Drifting(30, 10_000, -1, 120_000)],
            static seed => Arrivals.Bursty(205 + seed, 300, 3, 30, 25)),
        new("3 % refused at random, and 6, 4 at once", static seed =>
            [new ChanceRefusals(new AtOnce(6), .03, seed + 25), new ChanceRefusals(new AtOnce(4), .03, seed + 26)],
            static seed => Arrivals.Bursty(206 + seed, 240, 8, 30, 50)),
        new("one key, three times more load than room", Sliding(60_000, 60), static seed => Arrivals.Bursty(207 + seed, 300, 3, 1000, 0)),
        new("20,000 tokens in any 60 s", Each(static n => new TokensInWindow(n, 60_000), 20_000, 15_000), static seed =>
            Arrivals.Bursty(208 + seed, 300, 0.7, 45, 12)) { Tokens = static chance => (int)(100 + (2400 * chance * chance)) },
        new("Retry-After always 1, 25 in any 10 s", Sliding(10_000, 25, 25), static seed =>
            Arrivals.Bursty(209 + seed, 240, 2.5, 25, 40), RefusalHint.AlwaysOneSecond),
        new("1 in any second each, no hint", Sliding(1_000, 1, 1, 1), static seed => Arrivals.Bursty(210 + seed, 240, 1.2, 40, 30)),
    ];

    /// <summary>The limits of <c>bench/run trouble</c>, with other seeds.</summary>
    public static readonly Scenario[] Trouble =
    [
        new("20, 15, 10 in any 10 s, no hint", Sliding(10_000, 20, 15, 10), static seed => Arrivals.Bursty(11 + seed, 180, 2.2, 30, 30)),
        new("12, 10 each 10 s by the clock, Retry-After", Each(static n => new FixedWindow(n, 10_000), 12, 10),
            static seed => Arrivals.Bursty(12 + seed, 150, 1.2, 30, 20), RefusalHint.Seconds),
        new("12, 10 each 10 s by the clock, no hint", Each(static n => new FixedWindow(n, 10_000), 12, 10),
            static seed => Arrivals.Bursty(12 + seed, 150, 1.2, 30, 20)),
        new("12, 10 each 10 s by another clock, Retry-After", Each(static n => new FixedWindow(n, 10_000, 3_700), 12, 10),
            static seed => Arrivals.Bursty(12 + seed, 150, 1.2, 30, 20), RefusalHint.Seconds),
        new("all refused from 20 s to 33 s, Retry-After always 1", Refusing(20_000, 33_000),
            static seed => Arrivals.Bursty(16 + seed, 90, 6, 15, 10), RefusalHint.AlwaysOneSecond),
        new("all refused from 20 s to 33 s, no hint", Refusing(20_000, 33_000), static seed => Arrivals.Bursty(16 + seed, 90, 6, 15, 10)),
        new("all refused from 70 s to 83 s, no hint", Refusing(70_000, 83_000), static seed => Arrivals.Bursty(17 + seed, 140, 6, 15, 10)),
        new("buckets of 15, 10 that fill in 30 s, no hint", Each(static n => new TokenBucket(n, 30_000), 15, 10),
            static seed => Arrivals.Bursty(13 + seed, 180, 0.5, 45, 12)),
        new("2, 1 at once, no hint", Each(static n => new AtOnce(n), 2, 1), static seed => Arrivals.Bursty(14 + seed, 120, 4, 20, 20)),
        new("30, 20 in any 10 s, halved for 60 s", Each(static n => new Drifting(n, 10_000, 60_000, 120_000), 30, 20),
            static seed => Arrivals.Bursty(15 + seed, 180, 2.0, 30, 20), RefusalHint.Seconds),
    ];

    private static Func<uint, HiddenLimit[]> Refusing(double from, double to) =>
        _ => [.. Enumerable.Range(0, 3).Select(_ => new RefusesMeanwhile(new Unlimited(), from, to))];

    private static Func<uint, HiddenLimit[]> Sliding(double window, params int[] limits) => Each(n => new SlidingWindow(n, window), limits);

    private static Func<uint, HiddenLimit[]> Each(Func<int, HiddenLimit> limit, params int[] limits) => _ => [.. limits.Select(limit)];

    private static Both Dual(int second, int minute) => new Both(new SlidingWindow(second, 1000), new SlidingWindow(minute, 60_000));

    private static HiddenLimit[] Noisy(double share, uint seed, params int[] limits) =>
        [.. limits.Select((n, i) => new ChanceRefusals(new SlidingWindow(n, 60_000), share, seed + 5 + (uint)i))];
}
