namespace Sidecar.Load.Report;

/// <summary>The target of one of Sidecar's metrics: its ratio to plain YARP in the same run, or its own value.</summary>
internal sealed record Target(string Scenario, string Metric, bool OfRatio, bool AtLeast, double Limit)
{
    public string Words => $"{(AtLeast ? "≥" : "≤")} {Format.Number(Limit)}{(OfRatio ? " × YARP" : "")}";

    public bool? IsMet(double? value, double? ratio) =>
        (OfRatio ? ratio : value) is { } measured ? AtLeast ? measured >= Limit : measured <= Limit : null;
}

/// <summary>The project's targets, and the looser limits of the quick form.</summary>
internal static class Targets
{
    // The original answered 16 requests a second on a machine like the one for which the targets were set.
    private const double OriginalPerSecond = 16;

    public static readonly IReadOnlyList<Target> All =
    [
        RatioAtMost("A", "CPU µs per request", 1.0),
        RatioAtLeast("A", "requests/s", 1.0),
        AtLeast("A", "requests/s", 450 * OriginalPerSecond),
        RatioAtMost("A", "peak resident MB", 1.3),
        AtMost("A", "failures", 0),
        RatioAtMost("B", "200/s: added p50 ms", 1.0),
        RatioAtMost("B", "1000/s: added p50 ms", 1.0),
        RatioAtMost("B", "1000/s: CPU µs per request", 0.5),
        RatioAtMost("C", "CPU µs per event", 1.0),
        RatioAtMost("C", "added event delay p50 ms", 1.0),
        AtLeast("C", "streams intact %", 100),
        RatioAtMost("D", "up: CPU µs per request", 1.1),
        RatioAtMost("D", "up: peak resident MB", 1.2),
        RatioAtMost("D", "down: CPU µs per request", 1.1),
        RatioAtMost("D", "down: peak resident MB", 1.2),
        AtMost("E", "failover − round trip ms", 0.2),
        AtMost("E", "requests to resting backends", 0),
        AtLeast("F", "streams intact %", 100),
        RatioAtMost("F", "resident KB per stream", 1.1),
        AtLeast("G", "told upstream", 50),
        AtMost("G", "slowest ms", 100),
        AtMost("H", "failures", 0),
        AtMost("H", "requests to resting backends", 0),
        RatioAtMost("S", "start to first answer ms", 1.2),
        AtMost("T", "CPU of an event: messages / chat", 2),
        AtMost("T", "CPU of an event: responses / chat", 2),
        AtMost("T", "streams not whole", 0),
    ];

    /// <summary>The quick form fails above these: they allow for short rounds on a busy machine, and for nothing more.</summary>
    public static readonly IReadOnlyList<Target> Guards =
    [
        RatioAtMost("A", "CPU µs per request", 1.9),
        RatioAtMost("A", "peak resident MB", 2.5),
        AtMost("A", "failures", 0),
        RatioAtMost("C", "CPU µs per event", 0.9),
        AtLeast("C", "streams intact %", 100),
    ];

    private static Target RatioAtMost(string scenario, string metric, double limit) =>
        new(scenario, metric, OfRatio: true, AtLeast: false, limit);

    private static Target RatioAtLeast(string scenario, string metric, double limit) =>
        new(scenario, metric, OfRatio: true, AtLeast: true, limit);

    private static Target AtMost(string scenario, string metric, double limit) =>
        new(scenario, metric, OfRatio: false, AtLeast: false, limit);

    private static Target AtLeast(string scenario, string metric, double limit) =>
        new(scenario, metric, OfRatio: false, AtLeast: true, limit);
}
