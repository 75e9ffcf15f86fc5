using Sidecar.Domain.Sums;

namespace Sidecar.Domain.Tests.Sums;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.01, 1)]
    [InlineData(2, 2)]
    [InlineData(1024, 20)]
    [InlineData(1e12, Durations.Buckets - 1)]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    public void a_duration_is_counted_below_the_next_bound(double milliseconds, int bucket) =>
        Assert.Equal(bucket, Durations.BucketOf(milliseconds));

    [Fact]
    public void a_percentile_is_wrong_by_less_than_a_bucket_is_wide()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 5_000).Select(_ => Math.Exp(random.NextDouble() * 10)).Order().ToList();
        var counts = new long[Durations.Buckets];
        foreach (var value in values)
            counts[Durations.BucketOf(value)]++;

        foreach (var share in new[] { 0.01, 0.5, 0.95, 0.99, 1 })
        {
            var exact = values[(int)Math.Ceiling(share * values.Count) - 1];
            Assert.InRange(Durations.Percentile(counts, share)!.Value, exact / Math.Sqrt(2), exact * Math.Sqrt(2));
        }
    }

    [Fact]
    public void without_durations_there_is_no_percentile() => Assert.Null(Durations.Percentile(new long[Durations.Buckets], 0.5));

    [Fact]
    public void of_one_duration_every_percentile_is_in_its_bucket()
    {
        var counts = new long[Durations.Buckets];
        counts[Durations.BucketOf(100)]++;

        Assert.InRange(Durations.Percentile(counts, 0.5)!.Value, 90, 128);
        Assert.InRange(Durations.Percentile(counts, 0.95)!.Value, 90, 128);
    }
}
