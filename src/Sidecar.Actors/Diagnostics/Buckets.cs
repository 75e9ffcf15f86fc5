using System.Diagnostics.Metrics;

namespace Sidecar.Diagnostics;

/// <summary>The bucket boundaries of histograms, given as advice with the instrument, so that listeners need no configuration.</summary>
internal static class Buckets
{
    /// <summary>The conventions' boundaries for durations of generative AI clients: 10 ms to 82 s.</summary>
    public static readonly InstrumentAdvice<double> ClientSeconds =
        Of([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]);

    /// <summary>The conventions' boundaries for tokens.</summary>
    public static readonly InstrumentAdvice<long> Tokens =
        new()
        {
            HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
            67_108_864]
        };

    /// <summary>For Sidecar's own work, which is far faster than the conventions' first boundary: 25 µs to 0.4 s.</summary>
    public static readonly InstrumentAdvice<double> OwnSeconds = Of(
        [0.000_025, 0.000_05, 0.000_1, 0.000_2, 0.000_4, 0.000_8, 0.001_6, 0.003_2, 0.006_4, 0.012_8, 0.025_6, 0.051_2, 0.102_4, 0.409_6]);

    /// <summary>For disks: 0.25 ms to 16 s, long enough for events of the first second, while the journal is still being
    /// opened.</summary>
    public static readonly InstrumentAdvice<double> JournalSeconds =
        Of([0.000_25, 0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 4.096, 16.384]);

    private static InstrumentAdvice<double> Of(double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
