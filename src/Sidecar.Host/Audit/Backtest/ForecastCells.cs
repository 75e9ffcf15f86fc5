using System.Globalization;
using Sidecar.Domain.Forecast;

namespace Sidecar.Host.Audit.Backtest;

/// <summary>One figure of a forecast as a row of text.</summary>
internal static class ForecastCells
{
    /// <summary>The figure's name, recorded value, forecast, change and interval. If too little is known, there is no verdict.</summary>
    public static string[] Of(ForecastLine line) => line.Certainty == Certainty.Unknown
        ? [line.Figure, Text(line.Recorded), "?", "little known", Interval(line)]
        : [line.Figure, Text(line.Recorded), Text(line.Expected), Change(line), Interval(line)];

    private static string Interval(ForecastLine line) =>
        line.Low is null ? "" : line.Low == line.High ? Text(line.Low) : $"{Text(line.Low)} to {Text(line.High)}";

    // Empty if the recorded value itself lies within the forecast interval.
    private static string Change(ForecastLine line) =>
        line.Expected - line.Recorded is not { } change || change == 0 || (line.Low <= line.Recorded && line.Recorded <= line.High) ? ""
            : (change > 0 ? "+" : "") + Text(change);

    private static string Text(decimal? value) => value is not { } number ? "-"
        : (Math.Abs(number) >= 1000 ? Math.Round(number) : Math.Abs(number) >= 10 ? Math.Round(number, 1) : Math.Round(number, 3))
            .ToString("0.###", CultureInfo.InvariantCulture);
}
