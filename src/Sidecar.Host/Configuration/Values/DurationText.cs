using System.Globalization;

namespace Sidecar.Host.Configuration.Values;

/// <summary>Durations in HOCON's notation: <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>1h</c>, <c>2d</c>, or with the unit spelt
/// out.</summary>
internal static class DurationText
{
    private static readonly (string[] Names, TimeSpan Length)[] Units =
    [
        (["d", "day", "days"], TimeSpan.FromDays(1)),
        (["h", "hour", "hours"], TimeSpan.FromHours(1)),
        (["m", "minute", "minutes"], TimeSpan.FromMinutes(1)),
        (["s", "second", "seconds"], TimeSpan.FromSeconds(1)),
        (["ms", "milli", "millis", "millisecond", "milliseconds"], TimeSpan.FromMilliseconds(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (!UnitText.TrySplit(text, out var number, out var unit))
            return false;
        // A bare 0 is the same in every unit; any other bare number could be seconds or milliseconds.
        if (unit.Length == 0)
            return number == 0;
        var length = Array.Find(Units, u => u.Names.Contains(unit, StringComparer.Ordinal)).Length;
        if (length == TimeSpan.Zero || number > (decimal)TimeSpan.MaxValue.Ticks / length.Ticks)
            return false;
        duration = TimeSpan.FromTicks((long)(number * length.Ticks));
        return true;
    }

    /// <summary>In the largest unit that gives a whole number.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        var (names, length) = Array.Find(Units, u => duration.Ticks % u.Length.Ticks == 0);
        return names is null
            ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{names[0]}");
    }
}
