using System.Globalization;

namespace Sidecar.Domain.Wire;

/// <summary>Reads the value of a reset header, which providers write as seconds, as an epoch, as a duration or as a date.</summary>
internal static class ResetValue
{
    public const DateTimeStyles DateStyles =
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;

    public static readonly string[] HttpDates =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    // No reset is a month away: from here on a number is an epoch in seconds, and above the year 5138 one in milliseconds.
    private const double FirstEpochSecond = 30 * 86_400;
    private const double FirstEpochMillisecond = 1e11;

    private const double LongestSeconds = 1e11;

    public static TimeSpan? Read(string? value, DateTimeOffset now)
    {
        if (TryNumber(value, out var number))
            return FromNumber(number, now);
        if (DurationWords.TryRead(value, out var seconds))
            return FromSeconds(seconds);
        if (DateTimeOffset.TryParseExact(value, HttpDates, CultureInfo.InvariantCulture, DateStyles, out var httpDate))
            return Until(httpDate, now);
        return value is not null && value.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateStyles, out var date)
            ? Until(date, now)
            : null;
    }

    /// <summary>A plain decimal number, without exponent, plus sign, or words such as NaN.</summary>
    public static bool TryNumber(string? value, out double number)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite
            | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return double.TryParse(value, Plain, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>Null for negative values and those too large for a TimeSpan.</summary>
    public static TimeSpan? FromSeconds(double seconds) => seconds is >= 0 and < LongestSeconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Null for an instant in the past.</summary>
    public static TimeSpan? Until(DateTimeOffset instant, DateTimeOffset now) => instant > now ? instant - now : null;

    private static TimeSpan? FromNumber(double number, DateTimeOffset now)
    {
        if (number < FirstEpochSecond)
            return FromSeconds(number);
        var epoch = number < FirstEpochMillisecond ? number : number / 1000;
        var rest = epoch - (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        return rest > 0 ? FromSeconds(rest) : null;
    }
}
