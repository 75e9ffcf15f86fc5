namespace Sidecar.Domain.Routing;

/// <summary>An immutable set of backend indexes. The first 64, enough for most installations, need no allocation.</summary>
public readonly struct BackendSet
{
    private readonly ulong _low;
    private readonly ulong[]? _high;

    private BackendSet(ulong low, ulong[]? high) => (_low, _high) = (low, high);

    // A set only grows, so there are no high words without a member.
    public bool IsEmpty => _low == 0 && _high is null;

    public bool Contains(int index) =>
        index < 64 ? (_low & (1UL << index)) != 0
        : _high is { } high && (index >> 6) - 1 < high.Length && (high[(index >> 6) - 1] & (1UL << (index & 63))) != 0;

    public BackendSet With(int index)
    {
        if (index < 64)
            return new BackendSet(_low | (1UL << index), _high);
        var word = (index >> 6) - 1;
        var high = new ulong[Math.Max(word + 1, _high?.Length ?? 0)];
        _high?.CopyTo(high, 0);
        high[word] |= 1UL << (index & 63);
        return new BackendSet(_low, high);
    }

    public BackendSet Union(BackendSet other)
    {
        if (_high is null || other._high is null)
            return new BackendSet(_low | other._low, _high ?? other._high);
        var high = new ulong[Math.Max(_high.Length, other._high.Length)];
        for (var i = 0; i < high.Length; i++)
            high[i] = (i < _high.Length ? _high[i] : 0) | (i < other._high.Length ? other._high[i] : 0);
        return new BackendSet(_low | other._low, high);
    }
}
