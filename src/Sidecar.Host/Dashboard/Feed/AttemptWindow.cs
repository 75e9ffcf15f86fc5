using Sidecar.Ledger;

namespace Sidecar.Host.Dashboard.Feed;

/// <summary>The attempts and walks of the last minute, counted per second. Its size does not grow with the traffic: it keeps only the
/// newest 4,096 latencies.</summary>
/// <remarks>Not thread-safe; its owner holds a lock.</remarks>
/// <param name="since">Since when everything is added: what was before is unknown.</param>
internal sealed class AttemptWindow(DateTimeOffset since = default)
{
    public const int Seconds = 60;
    private const int Samples = 4096;

    private readonly long[] _second = new long[Seconds];
    private readonly int[] _walks = new int[Seconds];
    private readonly int[] _failed = new int[Seconds];
    private readonly int[] _unserved = new int[Seconds];
    private readonly int[] _emergencies = new int[Seconds];
    private readonly Dictionary<string, int[]> _attempts = new(StringComparer.Ordinal);
    private readonly (long Second, float Latency, float FirstToken)[] _samples = new (long, float, float)[Samples];
    private int _next;

    public void AddWalk(DateTimeOffset at, int status, bool isEmergency)
    {
        var slot = SlotOf(at);
        _walks[slot]++;
        _failed[slot] += status is 0 or >= 400 ? 1 : 0;
        _unserved[slot] += status >= 500 ? 1 : 0;
        _emergencies[slot] += isEmergency ? 1 : 0;
    }

    public void AddAttempt(AttemptRow attempt)
    {
        var slot = SlotOf(attempt.At);
        if (!_attempts.TryGetValue(attempt.Backend, out var counts))
            _attempts.Add(attempt.Backend, counts = new int[Seconds]);
        counts[slot]++;
        if (attempt.ErrorClass is not null)
            return;
        _samples[_next] = (attempt.At.ToUnixTimeSeconds(), (float)attempt.LatencyMs, (float)(attempt.FirstTokenMs ?? double.NaN));
        _next = (_next + 1) % Samples;
    }

    public TrafficReading Read(DateTimeOffset now)
    {
        SlotOf(now);
        var (from, oldest) = (now.ToUnixTimeSeconds() % Seconds, now.ToUnixTimeSeconds() - Seconds);
        // The current second is not over and would look like a dip.
        var known = since == default ? long.MinValue : (long)Math.Ceiling((since - DateTimeOffset.UnixEpoch).TotalSeconds);
        var perSecond = Enumerable.Range(1, Seconds - 1).Select(i => oldest + i < known ? default(int?) : _walks[(from + i) % Seconds])
            .ToArray();
        var lastTen = perSecond[^10..].OfType<int>().ToList();
        var fresh = _samples.Where(sample => sample.Second > oldest).ToArray();
        return new TrafficReading(
            perSecond,
            lastTen.Count == 0 ? null : lastTen.Average(),
            _walks.Sum(),
            _failed.Sum(),
            _unserved.Sum(),
            _emergencies.Sum(),
            Percentiles.Of([.. fresh.Select(sample => sample.Latency)]),
            Percentiles.Of([.. fresh.Select(sample => sample.FirstToken).Where(float.IsFinite)]),
            _attempts.ToDictionary(backend => backend.Key, backend => backend.Value.Sum(), StringComparer.Ordinal));
    }

    // Claims the slot of this second, and clears those of seconds without events. A time before the newest second, after the clock was
    // set back, counts as that second.
    private int SlotOf(DateTimeOffset at)
    {
        var second = Math.Max(at.ToUnixTimeSeconds(), _second.Max());
        for (var passed = Math.Max(_second.Max() + 1, second - Seconds + 1); passed <= second; passed++)
            Clear((int)(passed % Seconds), passed);
        return (int)(second % Seconds);
    }

    private void Clear(int slot, long second)
    {
        (_second[slot], _walks[slot], _failed[slot], _unserved[slot], _emergencies[slot]) = (second, 0, 0, 0, 0);
        foreach (var counts in _attempts.Values)
            counts[slot] = 0;
    }
}
