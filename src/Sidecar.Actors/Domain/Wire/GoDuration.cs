using System.Buffers;
using System.Globalization;

namespace Sidecar.Domain.Wire;

/// <summary>Reads durations as Go prints them, which OpenAI and its followers send: <c>1h2m3s</c>, <c>6m0s</c>, <c>7.66s</c>, <c>120ms</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Amount = SearchValues.Create("0123456789.");

    public static bool TryRead(string? value, out double seconds)
    {
        seconds = 0;
        var rest = value.AsSpan().Trim();
        if (rest.IsEmpty)
            return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Amount);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Amount);
            if (UnitSeconds(letters < 0 ? rest : rest[..letters]) is not { } unit)
                return false;
            seconds += amount * unit;
            rest = letters < 0 ? default : rest[letters..];
        }

        return true;
    }

    private static double? UnitSeconds(ReadOnlySpan<char> unit) => unit switch
    {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
