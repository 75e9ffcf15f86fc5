using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sidecar.Diagnostics;

/// <summary>Measures the time between two chunks of one stream. A chunk is the result of one read from the upstream: one event, or
/// several that came together.</summary>
public sealed class ChunkTimer
{
    private readonly Histogram<double> _times;
    private readonly TimeProvider _time;
    private readonly TagList _tags;
    private long _last;

    internal ChunkTimer(Histogram<double> times, TagList tags, TimeProvider time) =>
        (_times, _tags, _time, _last) = (times, tags, time, time.GetTimestamp());

    /// <summary>Another chunk has come.</summary>
    public void Next()
    {
        var now = _time.GetTimestamp();
        _times.Record(_time.GetElapsedTime(_last, now).TotalSeconds, _tags);
        _last = now;
    }
}
