using Sidecar.Bench.Limits.Upstreams;

namespace Sidecar.Trouble;

/// <summary>One scenario of the benchmark.</summary>
/// <param name="Key">As it is named on the command line.</param>
/// <param name="Scenario">Limits and load.</param>
internal sealed record TroubleRow(string Key, Scenario Scenario);

internal static class TroubleRows
{
    public static readonly TroubleRow[] All =
    [
        new("ten", new Scenario("30, 20, 15 in any 10 s, Retry-After",
            static _ => [new SlidingWindow(30, 10_000), new SlidingWindow(20, 10_000), new SlidingWindow(15, 10_000)],
            static _ => Arrivals.Bursty(7, 240, 3.2, 20, 45), RefusalHint.Seconds)),
        new("minute", new Scenario("40, 40, 20 in any 60 s, no hint",
            static _ => [new SlidingWindow(40, 60_000), new SlidingWindow(40, 60_000), new SlidingWindow(20, 60_000)],
            static _ => Arrivals.Bursty(9, 300, 1.1, 45, 30))),
    ];

    public static TroubleRow Find(string key) => All.Single(r => r.Key == key);
}
