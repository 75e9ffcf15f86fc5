namespace Sidecar.Host.Dashboard.Feed;

/// <summary>The figures of the last minute.</summary>
/// <param name="PerSecond">Walks that ended in each of the last 59 whole seconds, oldest first; null: unknown.</param>
/// <param name="Rate">Walks a second, over the last ten; null: unknown.</param>
/// <param name="Failed">Walks that ended with a status of 400 or more, or whose client hung up.</param>
/// <param name="Unserved">Walks that ended with a status of 500 or more.</param>
/// <param name="Emergencies">Walks that reached the emergency phase.</param>
/// <param name="Latency">Of successful attempts, to the end of their bodies.</param>
/// <param name="FirstToken">Of successful attempts, to the first event or byte.</param>
/// <param name="Attempts">By backend.</param>
public sealed record TrafficReading(
    IReadOnlyList<int?> PerSecond, double? Rate, int Walks, int Failed, int Unserved, int Emergencies, Percentiles? Latency,
    Percentiles? FirstToken, IReadOnlyDictionary<string, int> Attempts)
{
    private readonly int _all = Attempts.Values.Sum();

    public static TrafficReading None { get; } =
        new(new int?[AttemptWindow.Seconds - 1], null, 0, 0, 0, 0, null, null, new Dictionary<string, int>());

    /// <summary>A backend's share of all attempts, 0 to 1.</summary>
    public double ShareOf(string backend) => Attempts.GetValueOrDefault(backend) is > 0 and var own ? (double)own / _all : 0;
}

/// <summary>Median and 95th percentile, in milliseconds.</summary>
public sealed record Percentiles(double P50, double P95)
{
    /// <summary>By nearest rank; null without values.</summary>
    public static Percentiles? Of(float[] values)
    {
        if (values.Length == 0)
            return null;
        Array.Sort(values);
        return new Percentiles(Rank(0.50), Rank(0.95));

        double Rank(double share) => values[Math.Max(0, (int)Math.Ceiling(share * values.Length) - 1)];
    }
}
