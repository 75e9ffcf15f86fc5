namespace Sidecar.Domain.Limits;

/// <summary>The stored names of what a limit counts: they never change, though the types may be renamed.</summary>
internal static class LimitMeasureNames
{
    public static string ToWire(this LimitMeasure measure) => measure switch
    {
        LimitMeasure.AtOnce => "at_once",
        LimitMeasure.Sliding => "sliding",
        LimitMeasure.ByClock => "by_clock",
        LimitMeasure.Bucket => "bucket",
        LimitMeasure.Tokens => "tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
    };

    /// <summary>Throws <see cref="FormatException"/> for an unknown name.</summary>
    public static LimitMeasure FromWire(string name) => name switch
    {
        "at_once" => LimitMeasure.AtOnce,
        "sliding" => LimitMeasure.Sliding,
        "by_clock" => LimitMeasure.ByClock,
        "bucket" => LimitMeasure.Bucket,
        "tokens" => LimitMeasure.Tokens,
        _ => throw new FormatException($"'{name}' is not a measure that a limit can count"),
    };
}
