using System.Globalization;

namespace Sidecar.Host.Configuration.Values;

/// <summary>Splits <c>1.5 h</c> into its number and its unit.</summary>
internal static class UnitText
{
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        unit = trimmed[digits..].Trim();
        // No sign and no exponent: times and sizes are not written with one.
        return decimal.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}
