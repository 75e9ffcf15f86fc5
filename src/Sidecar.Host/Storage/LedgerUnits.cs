using System.Globalization;

namespace Sidecar.Host.Storage;

/// <summary>The ledger's stored units: everything that is compared or summed is an integer, so that sums are exact in any
/// database.</summary>
internal static class LedgerUnits
{
    public const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Stored cost units per millionth of a currency unit.</summary>
    public const long CostPerMillionth = 1_000_000;

    private const decimal CostPerUnit = 1_000_000_000_000m;

    // A larger count is an upstream's mistake, and a few of them would overflow every later sum.
    private const long MostTokens = 1_000_000_000_000;

    // Microseconds since 1970: a range takes two integer comparisons and a day an integer division, with the same SQL everywhere. ISO
    // text would need each database's own date functions for the day.
    public static long FromInstant(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToInstant(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static string ToDay(long days) => DateTimeOffset.UnixEpoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>In 10⁻¹² of a currency unit; a cost above nine million, which only a wrong price gives, is stored as the largest
    /// possible.</summary>
    public static long? FromCost(decimal? cost) => cost switch
    {
        null => null,
        >= long.MaxValue / CostPerUnit => long.MaxValue,
        <= long.MinValue / CostPerUnit => long.MinValue,
        { } exact => (long)decimal.Round(exact * CostPerUnit, MidpointRounding.ToEven),
    };

    public static decimal? ToCost(long? stored) => stored / CostPerUnit;

    /// <summary>A sum whose millionths and remainders were added separately, because together they can exceed 64 bits.</summary>
    public static decimal? ToCost(long? millionths, long? remainders) =>
        ((millionths * (decimal)CostPerMillionth) + remainders) / CostPerUnit;

    public static long? FromTokens(long? tokens) => tokens is >= 0 and <= MostTokens ? tokens : null;
}
