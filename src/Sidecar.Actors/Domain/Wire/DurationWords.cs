using System.Buffers;
using System.Globalization;

namespace Sidecar.Domain.Wire;

/// <summary>
/// Reads durations with units: in Go's format, which OpenAI and others send (<c>1h2m3s</c>, <c>7.66s</c>, <c>120ms</c>), in words
/// (<c>2 minutes</c>), or in ISO 8601 (<c>PT1M30S</c>).
/// </summary>
internal static class DurationWords
{
    private static readonly SearchValues<char> Amount = SearchValues.Create("0123456789.");

    public static bool TryRead(string? value, out double seconds)
    {
        seconds = 0;
        var rest = value.AsSpan().Trim();
        if (rest.IsEmpty)
            return false;
        if (rest[0] is 'P')
            return TryReadIso(rest, out seconds);
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Amount);
            if (digits <= 0 || !TryAmount(rest[..digits], out var amount))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Amount);
            if (UnitSeconds((letters < 0 ? rest : rest[..letters]).Trim()) is not { } unit)
                return false;
            seconds += amount * unit;
            rest = letters < 0 ? default : rest[letters..];
        }

        return true;
    }

    private static bool TryReadIso(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        var inTime = false;
        var rest = text[1..];
        while (!rest.IsEmpty)
        {
            if (rest[0] == 'T' && !inTime)
            {
                inTime = true;
                rest = rest[1..];
                continue;
            }
            var digits = rest.IndexOfAnyExcept(Amount);
            if (digits <= 0 || !TryAmount(rest[..digits], out var amount))
                return false;
            // Months and years have no fixed length, and no limit lasts that long.
            double? unit = (rest[digits], inTime) switch
            {
                ('W', false) => 7 * 86_400,
                ('D', false) => 86_400,
                ('H', true) => 3_600,
                ('M', true) => 60,
                ('S', true) => 1,
                _ => null,
            };
            if (unit is null)
                return false;
            seconds += amount * unit.Value;
            rest = rest[(digits + 1)..];
        }
        return text.Length > 2;
    }

    private static bool TryAmount(ReadOnlySpan<char> digits, out double amount) =>
        double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);

    private static double? UnitSeconds(ReadOnlySpan<char> unit) => unit switch
    {
        "d" or "day" or "days" => 86_400,
        "h" or "hr" or "hour" or "hours" => 3_600,
        "m" or "min" or "mins" or "minute" or "minutes" => 60,
        "s" or "sec" or "secs" or "second" or "seconds" => 1,
        "ms" or "millisecond" or "milliseconds" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
