using System.Text.Json;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>Writes numbers that may be unknown.</summary>
internal static class NumbersOrNull
{
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>Rounded to microseconds: no clock here is more precise.</summary>
    public static void WriteMillisecondsOrNull(this Utf8JsonWriter json, string name, double? value) =>
        json.WriteNumberOrNull(name, value is { } milliseconds ? Math.Round((decimal)milliseconds, 3) : null);
}
