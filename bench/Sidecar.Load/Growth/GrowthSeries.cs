using Sidecar.Load.Scenarios;

namespace Sidecar.Load.Growth;

/// <summary>How some cost grows with the number of something. Each size is measured in a process of its own.</summary>
internal interface IGrowthSeries
{
    /// <summary>As the command line names it.</summary>
    string Name { get; }

    string Title { get; }

    IReadOnlyList<int> Sizes { get; }

    Task<IReadOnlyList<GrowthValue>> MeasureAsync(Bench bench, int size);
}

/// <summary>One measured value at one size.</summary>
/// <param name="Kind">What its growth is held against.</param>
internal readonly record struct GrowthValue(string Metric, GrowthKind Kind, double Number)
{
    /// <summary>The cost of one of those counted: is not to grow with their number.</summary>
    public static GrowthValue Each(string metric, double number) => new(metric, GrowthKind.Each, number);

    /// <summary>A cost as a whole: is not to grow faster than the number.</summary>
    public static GrowthValue Whole(string metric, double number) => new(metric, GrowthKind.Whole, number);

    /// <summary>Told, and held against nothing.</summary>
    public static GrowthValue Fact(string metric, double number) => new(metric, GrowthKind.Fact, number);
}

internal enum GrowthKind { Each, Whole, Fact }
