using System.Globalization;
using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.Configuration.Schema;

/// <summary>Converts a HOCON value to the text that .NET's configuration binder reads for the same type.</summary>
internal static class ScalarText
{
    /// <summary>Null if it cannot be read; <paramref name="expected"/> then says what is expected.</summary>
    public static string? ToNet(string text, ScalarSchema schema, out string expected)
    {
        var type = Nullable.GetUnderlyingType(schema.Type) ?? schema.Type;
        expected = "";
        if (type == typeof(string))
            return text;
        if (type.IsEnum)
            return Choice(text, type, out expected);
        if (type == typeof(bool))
            return Switch(text, out expected);
        if (type == typeof(TimeSpan))
            return Duration(text, out expected);
        if (schema.IsSize)
            return Size(text, out expected);
        return type == typeof(int) || type == typeof(long) ? Whole(text, type, out expected) : Number(text, type, out expected);
    }

    private static string? Choice(string text, Type type, out string expected)
    {
        var names = Enum.GetNames(type);
        expected = $"one of {string.Join(", ", names.Select(KeyNames.ToKebab))}";
        // Matched by name only: Enum.Parse would also accept the underlying numbers.
        return Array.Find(names, name => KeyNames.Normalize(name) == KeyNames.Normalize(text));
    }

    private static string? Switch(string text, out string expected)
    {
        expected = "true or false";
        return text.ToLowerInvariant() switch
        {
            "true" or "on" or "yes" => bool.TrueString,
            "false" or "off" or "no" => bool.FalseString,
            _ => null,
        };
    }

    private static string? Duration(string text, out string expected)
    {
        expected = "a duration such as 500ms, 30s, 10m, 1h or 2d";
        return DurationText.TryParse(text, out var duration) ? duration.ToString("c", CultureInfo.InvariantCulture) : null;
    }

    private static string? Size(string text, out string expected)
    {
        expected = "a size such as 32MiB, 10MB or 1024";
        return ByteSizeText.TryParse(text, out var bytes) ? bytes.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static string? Whole(string text, Type type, out string expected)
    {
        var largest = type == typeof(int) ? int.MaxValue : long.MaxValue;
        expected = $"a whole number (at most {largest.ToString(CultureInfo.InvariantCulture)})";
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && Math.Abs((decimal)number) <= largest
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Number(string text, Type type, out string expected)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        expected = "a number";
        if (type == typeof(decimal))
            return decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var exact)
                ? exact.ToString(CultureInfo.InvariantCulture) : null;
        return double.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : null;
    }
}
