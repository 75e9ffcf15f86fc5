using Sidecar.Domain.Cooldowns;
using Sidecar.Domain.Limits;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>What is known of a backend's limits, in numbers that can be compared: windows of any length are converted to a
/// minute.</summary>
internal static class ShownLimit
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static readonly IReadOnlyList<string> All =
        [LimitMeasures.AtOnce, LimitMeasures.RequestsPerMinute, LimitMeasures.TokensPerMinute];

    /// <summary>The tightest known limit of this measure; 0 if there is none. Zero is shown, too, because a series that only stopped would
    /// keep its last value.</summary>
    public static double Of(BackendState state, string measure)
    {
        var tightest = double.MaxValue;
        foreach (var limit in state.Limits.Values)
            if (MeasureOf(limit.Kind.Measure) == measure)
                tightest = Math.Min(tightest, PerMinute(limit));
        return tightest < double.MaxValue ? tightest : 0;
    }

    private static string MeasureOf(LimitMeasure measure) => measure switch
    {
        LimitMeasure.AtOnce => LimitMeasures.AtOnce,
        LimitMeasure.Tokens => LimitMeasures.TokensPerMinute,
        _ => LimitMeasures.RequestsPerMinute,
    };

    // A limit without a window is shown as it was named.
    private static double PerMinute(LearnedLimit limit) =>
        limit.Kind.Window > TimeSpan.Zero ? limit.Number * (Minute / limit.Kind.Window) : limit.Number;
}
