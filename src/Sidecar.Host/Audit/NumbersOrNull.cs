using System.Text.Json;

namespace Sidecar.Host.Audit;

/// <summary>Writes numbers that may be unknown, and are null then.</summary>
internal static class NumbersOrNull
{
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>Rounded to microseconds: no clock here is more precise, and further digits of a mean are noise.</summary>
    public static void WriteMillisecondsOrNull(this Utf8JsonWriter json, string name, double? value) =>
        json.WriteNumberOrNull(name, value is { } milliseconds ? Math.Round((decimal)milliseconds, 3) : null);
}
