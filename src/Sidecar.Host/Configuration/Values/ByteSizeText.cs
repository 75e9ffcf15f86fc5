using System.Globalization;

namespace Sidecar.Host.Configuration.Values;

/// <summary>Sizes in HOCON's notation: <c>1024</c>, <c>10MB</c>, <c>32MiB</c>.</summary>
internal static class ByteSizeText
{
    private static readonly (string Name, long Bytes)[] Units =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1), ("", 1),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (!UnitText.TrySplit(text, out var number, out var unit))
            return false;
        var length = Array.Find(Units, u => string.Equals(u.Name, unit, StringComparison.OrdinalIgnoreCase)).Bytes;
        if (length == 0 || number > (decimal)long.MaxValue / length)
            return false;
        bytes = (long)(number * length);
        return true;
    }

    /// <summary>In the largest binary unit that gives a whole number.</summary>
    public static string Format(long bytes)
    {
        var (name, length) = Array.Find(Units, u => bytes != 0 && u.Name.EndsWith("iB", StringComparison.Ordinal) && bytes % u.Bytes == 0);
        return length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes}B")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / length}{name}");
    }
}
