using System.Globalization;
using System.Text.Json;

namespace Sidecar.Trouble.Report;

/// <summary>One forecast figure of a policy, and its value when the policy was run.</summary>
internal sealed record ForecastCell(string Row, string Recorded, string Foretold, string Figure, double? Expected, double? Low,
    double? High, double? Real, string Certainty)
{
    public static readonly string[] Figures = ["answered", "429s", "503s", "wait_p50_s", "tokens"];

    /// <summary>The value lies within the forecast interval, or there is none in either, as when nobody waited.</summary>
    public bool IsInside => Real is null ? Low is null : Low <= Real && Real <= High;

    public double Error => Math.Abs((Expected ?? 0) - (Real ?? 0)) / Math.Max(1, Real ?? 0);

    public static IEnumerable<ForecastCell> Of(string row, string recorded, string foretold, JsonElement report, JsonElement real) =>
        Figures.Select(figure =>
    {
        var (told, came) = (report.GetProperty("figures").GetProperty(figure), real.GetProperty("figures").GetProperty(figure));
        return new ForecastCell(row, recorded, foretold, figure, Number(told, "expected"), Number(told, "low"), Number(told, "high"),
            Number(came, "recorded"), told.GetProperty("certainty").GetString()!);
    });

    /// <summary>The row of a table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Row} | {Recorded} | {Foretold} | {Figure} | {Expected:0.##} | {Low:0.##} to {High:0.##} | {Real:0.##} | "
            + $"{(IsInside ? "yes" : "no")} | {Certainty} |");

    private static double? Number(JsonElement line, string name) =>
        line.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}
