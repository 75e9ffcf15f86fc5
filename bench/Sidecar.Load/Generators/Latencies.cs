using System.Diagnostics;

namespace Sidecar.Load.Generators;

/// <summary>Durations measured under one load, collected from any thread, in ticks of <see cref="Stopwatch"/>.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly long[] _ticks = new long[capacity];
    private int _count;

    public int Count => Math.Min(_count, _ticks.Length);

    public void Add(long ticks)
    {
        var at = Interlocked.Increment(ref _count) - 1;
        if (at < _ticks.Length)
            _ticks[at] = ticks;
    }

    /// <summary>In ms; NaN if there are none.</summary>
    public double Percentile(double share)
    {
        var sorted = _ticks[..Count];
        Array.Sort(sorted);
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(
            sorted.Length - 1, share * sorted.Length)] * 1000.0 / Stopwatch.Frequency;
    }
}
