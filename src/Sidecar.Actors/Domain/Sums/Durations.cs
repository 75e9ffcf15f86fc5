namespace Sidecar.Domain.Sums;

/// <summary>A histogram of durations with fixed bounds, each √2 times the one before: a millisecond to some twelve minutes.</summary>
internal static class Durations
{
    public const int Buckets = 40;

    /// <summary>The bucket of a duration; anything longer than the highest bound is in the last one.</summary>
    public static int BucketOf(double milliseconds) => milliseconds > 1
        ? (int)Math.Min(Buckets - 1, Math.Ceiling((2 * Math.Log2(milliseconds)) - 1e-9))
        : 0;

    /// <summary>The upper bound of a bucket, in milliseconds.</summary>
    public static double BoundOf(int bucket) => Math.Pow(2, bucket / 2.0);

    /// <summary>An estimate of the duration below which a share of all lies, wrong by at most the width of a bucket; null if there are
    /// none.</summary>
    public static double? Percentile(ReadOnlySpan<long> counts, double share)
    {
        var all = 0L;
        foreach (var count in counts)
            all += count;
        if (all == 0)
            return null;
        var rank = Math.Max(1, share * all);
        for (var (bucket, below) = (0, 0L); ; bucket++)
        {
            if (below + counts[bucket] < rank)
            {
                below += counts[bucket];
                continue;
            }
            // As if the durations in a bucket were spread evenly on its logarithmic scale.
            var within = (rank - below) / counts[bucket];
            return bucket == 0 ? within : Math.Pow(2, (bucket - 1 + within) / 2);
        }
    }
}
