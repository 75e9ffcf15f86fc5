using System.Globalization;

namespace Sidecar.Load.Report;

/// <summary>Numbers with only their significant digits.</summary>
internal static class Format
{
    public static string Number(double? number) => number switch
    {
        null => "",
        double.NaN => "?",
        var n when Math.Abs(n.Value) >= 1000 => n.Value.ToString("#,0", CultureInfo.InvariantCulture),
        var n when Math.Abs(n.Value) >= 100 => n.Value.ToString("0", CultureInfo.InvariantCulture),
        var n when Math.Abs(n.Value) >= 10 => n.Value.ToString("0.#", CultureInfo.InvariantCulture),
        var n => n.Value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    public static string Verdict(bool? met) => met switch { true => "met", false => "missed", null => "" };
}
