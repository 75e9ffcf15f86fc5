namespace Sidecar.Host.Demo;

/// <summary>How many requests the simulated client sends: each minute begins calm, gets busy, then exceeds what all upstreams together
/// can serve, and ends with time to recover.</summary>
internal static class DemoPace
{
    private static readonly (int Until, double PerSecond, string Name)[] Parts =
        [(15, 3, "calm"), (30, 8, "busy"), (42, 14, "overload"), (60, 2, "recovery")];

    /// <summary>Requests per second at this moment.</summary>
    public static double RateAt(TimeSpan since) => PartAt(since).PerSecond;

    public static string NameAt(TimeSpan since) => PartAt(since).Name;

    private static (int Until, double PerSecond, string Name) PartAt(TimeSpan since) =>
        Parts.First(part => since.TotalSeconds % 60 < part.Until);
}
