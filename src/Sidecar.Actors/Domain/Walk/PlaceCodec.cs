using System.Globalization;
using System.Text.Json;
using Sidecar.Domain.Limits;
using Sidecar.Domain.Routing;

namespace Sidecar.Domain.Walk;

/// <summary>The JSON members that tell a fact's place in the order of its backend, or of the pool.</summary>
internal static class PlaceCodec
{
    public static void Write(Utf8JsonWriter json, LeasePlace place)
    {
        json.WriteNumber("n"u8, place.Number);
        json.WriteNumber("v"u8, place.Events);
        if (place.Board > 0)
            json.WriteNumber("d"u8, place.Board);
        if (place.Returned is { Count: > 0 } returned)
        {
            json.WriteStartArray("back"u8);
            for (var i = 0; i < returned.Count; i++)
                json.WriteNumberValue(returned[i]);
            json.WriteEndArray();
        }
        if (place.Quiet is not { Count: > 0 } quiet)
            return;
        // Flat pairs: the lease reported on, and the number of events before it.
        json.WriteStartArray("quiet"u8);
        for (var i = 0; i < quiet.Count; i++)
        {
            json.WriteNumberValue(quiet[i].Number);
            json.WriteNumberValue(quiet[i].Events);
        }
        json.WriteEndArray();
    }

    /// <summary>Writes each step as its letter, its number and, if it has one, its backend: <c>j9</c>, <c>c41 nim-1</c>.</summary>
    public static void Write(Utf8JsonWriter json, long first, IReadOnlyList<PoolStep> steps)
    {
        json.WriteNumber("since"u8, first);
        json.WriteStartArray("heard"u8);
        for (var i = 0; i < steps.Count; i++)
            json.WriteStringValue(
                string.Create(CultureInfo.InvariantCulture,
                $"{(char)steps[i].Kind}{steps[i].Number}{(steps[i].Backend is { } backend ? " " + backend : "")}"));
        json.WriteEndArray();
    }

    public static IReadOnlyList<QuietReport> Quiet(IReadOnlyList<long> pairs)
    {
        if (pairs.Count % 2 != 0)
            throw new FormatException("quiet reports come in pairs");
        var reports = new QuietReport[pairs.Count / 2];
        for (var i = 0; i < reports.Length; i++)
            reports[i] = new QuietReport(pairs[2 * i], pairs[(2 * i) + 1]);
        return reports;
    }

    public static PoolStep Step(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var number = long.Parse(space < 0 ? text.AsSpan(1) : text.AsSpan(1, space - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new PoolStep((PoolStepKind)text[0], number, space < 0 ? null : text[(space + 1)..]);
    }
}
