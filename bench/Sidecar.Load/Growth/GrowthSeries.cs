using Sidecar.Load.Scenarios;

namespace Sidecar.Load.Growth;

/// <summary>How a cost grows with the number of something. Each size is measured in a process of its own.</summary>
internal interface IGrowthSeries
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    string Title { get; }

    IReadOnlyList<int> Sizes { get; }

    Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size);
}

/// <summary>One measured value at one size.</summary>
/// <param name="Kind">How its growth is judged.</param>
internal readonly record struct GrowthValue(string Metric, GrowthKind Kind, double Number)
{
    /// <summary>The cost per item, which must not grow with their number.</summary>
    public static GrowthValue Each(string metric, double number) => new(metric, GrowthKind.Each, number);

    /// <summary>A total cost, which must not grow faster than the number.</summary>
    public static GrowthValue Whole(string metric, double number) => new(metric, GrowthKind.Whole, number);

    /// <summary>Reported, but not judged.</summary>
    public static GrowthValue Fact(string metric, double number) => new(metric, GrowthKind.Fact, number);
}

internal enum GrowthKind { Each, Whole, Fact }
