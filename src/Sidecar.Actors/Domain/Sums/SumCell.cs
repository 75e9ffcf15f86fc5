namespace Sidecar.Domain.Sums;

/// <summary>The sums of one label in one slot of time.</summary>
public sealed class SumCell
{
    // Behind the measures.
    private const int Latencies = 32;
    private const int FirstTokens = Latencies + Durations.Buckets;
    internal const int Size = FirstTokens + Durations.Buckets;

    private readonly long[] _values = new long[Size];

    public long this[Measure measure] => _values[(int)measure];

    /// <summary>Client requests, however they ended.</summary>
    public long Requests =>
        this[Measure.Answered] + this[Measure.Refused] + this[Measure.Failed] + this[Measure.HungUp] + this[Measure.Throttled];

    /// <summary>Tokens; null if no attempt's are known.</summary>
    public long? Tokens => Known(Measure.TotalTokens);

    /// <summary>Tokens of one kind; null if no attempt's are known.</summary>
    public long? Known(Measure tokens) => this[tokens switch
    {
        Measure.CachedTokens => Measure.CachedKnown,
        Measure.ReasoningTokens => Measure.ReasoningKnown,
        Measure.TotalTokens => Measure.Counted,
        _ => Measure.Split,
    }] > 0 ? this[tokens] : null;

    /// <summary>In currency units; null if no attempt's cost is known.</summary>
    public decimal? Cost => this[Measure.Priced] > 0 ? this[Measure.Cost] / 1_000_000_000_000m : null;

    /// <summary>Of successful attempts, to the end of their bodies, in milliseconds; null if there are none.</summary>
    public double? Latency(double share) => Durations.Percentile(_values.AsSpan(Latencies, Durations.Buckets), share);

    /// <summary>Of successful attempts, to the first event or byte, in milliseconds; null if there are none.</summary>
    public double? FirstToken(double share) => Durations.Percentile(_values.AsSpan(FirstTokens, Durations.Buckets), share);

    public void Add(Measure measure, long value = 1) => AddAt((int)measure, value);

    public void AddLatency(double milliseconds) => _values[Latencies + Durations.BucketOf(milliseconds)]++;

    public void AddFirstToken(double milliseconds) => _values[FirstTokens + Durations.BucketOf(milliseconds)]++;

    public void Add(SumCell other)
    {
        for (var i = 0; i < Size; i++)
            AddAt(i, other._values[i]);
    }

    internal ReadOnlySpan<long> Values => _values;

    /// <summary>For values of a later version beyond what this one knows: they are left out.</summary>
    internal void AddAt(int index, long value)
    {
        if (index >= Size)
            return;
        // A sum that does not fit stays at the largest value: a wrong price must not turn it negative.
        var sum = unchecked(_values[index] + value);
        _values[index] = value > 0 && sum < _values[index] ? long.MaxValue : sum;
    }
}
