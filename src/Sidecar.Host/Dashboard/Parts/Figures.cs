using System.Globalization;
using Sidecar.Host.Dashboard.Feed;

namespace Sidecar.Host.Dashboard.Parts;

/// <summary>Formats numbers for the pages; an unknown number is a dash, never a zero.</summary>
internal static class Figures
{
    public const string Unknown = "–";

    public static string Rate(double? perSecond) =>
        perSecond?.ToString(perSecond < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture) ?? Unknown;

    public static string Count(long? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? Unknown;

    public static string Cost(decimal? cost) => cost?.ToString(cost < 1 ? "0.######" : "#,0.00", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>A small share must not look like none.</summary>
    public static string Percent(double share) => share.ToString(share is > 0 and < 0.01 ? "0.0 %" : "0 %", CultureInfo.InvariantCulture);

    public static string Share(long part, long whole) => whole == 0 ? Unknown : Percent((double)part / whole);

    public static string Milliseconds(Percentiles? of) => of switch
    {
        null => Unknown,
        // The unit only once, if both have the same.
        { P50: >= 10, P95: < 10_000 } => $"{Milliseconds(of.P50)[..^3]} · {Milliseconds(of.P95)}",
        _ => $"{Milliseconds(of.P50)} · {Milliseconds(of.P95)}",
    };

    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        < 10 => $"{milliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms",
        < 10_000 => $"{milliseconds.ToString("#,0", CultureInfo.InvariantCulture)} ms",
        _ => $"{(milliseconds / 1000).ToString("#,0.0", CultureInfo.InvariantCulture)} s",
    };

    /// <summary>Rounded up: a countdown that shows 0 is over.</summary>
    public static string Left(TimeSpan left) => left <= TimeSpan.Zero ? "0 s" : left.TotalSeconds switch
    {
        <= 90 => $"{Math.Ceiling(left.TotalSeconds).ToString("0", CultureInfo.InvariantCulture)} s",
        <= 5_400 => $"{Math.Ceiling(left.TotalMinutes).ToString("0", CultureInfo.InvariantCulture)} min",
        _ => $"{Math.Ceiling(left.TotalHours).ToString("0", CultureInfo.InvariantCulture)} h",
    };
}
