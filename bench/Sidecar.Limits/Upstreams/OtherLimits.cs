namespace Sidecar.Bench.Limits.Upstreams;

/// <summary>This many in each window, with windows fixed by the clock.</summary>
internal sealed class FixedWindow(int limit, double window, double phase = 0) : HiddenLimit
{
    private double _index = -1;
    private int _count;

    public override double? Take(double now, int tokens = 0)
    {
        var index = Math.Floor((now - phase) / window);
        if (index != _index)
            (_index, _count) = (index, 0);
        return _count++ < limit ? null : ((index + 1) * window) + phase - now;
    }
}

/// <summary>A bucket of this size, which fills once per window.</summary>
internal sealed class TokenBucket(int size, double window) : HiddenLimit
{
    private double _left = size;
    private double _at;

    public override double? Take(double now, int tokens = 0)
    {
        _left = Math.Min(size, _left + ((now - _at) * size / window));
        _at = now;
        if (_left < 1)
            return (1 - _left) * window / size;
        _left--;
        return null;
    }
}

/// <summary>This many at once.</summary>
internal sealed class AtOnce(int limit) : HiddenLimit
{
    private int _now;

    public override double? Take(double now, int tokens = 0)
    {
        if (_now >= limit)
            return 1000;
        _now++;
        return null;
    }

    public override void Done() => _now--;
}

/// <summary>This many tokens in any window; a request counts with the tokens of its question and its answer.</summary>
internal sealed class TokensInWindow(int limit, double window) : HiddenLimit
{
    private readonly Queue<(double At, int Tokens)> _spent = new();
    private int _sum;

    public override double? Take(double now, int tokens = 0)
    {
        while (_spent.TryPeek(out var first) && first.At <= now - window)
            _sum -= _spent.Dequeue().Tokens;
        if (_sum + tokens <= limit)
        {
            _spent.Enqueue((now, tokens));
            _sum += tokens;
            return null;
        }
        var free = limit - _sum;
        foreach (var (at, freed) in _spent)
            if ((free += freed) >= tokens)
                return at + window - now;
        return window;
    }
}

/// <summary>Two limits at once.</summary>
internal sealed class Both(SlidingWindow one, SlidingWindow other) : HiddenLimit
{
    public override double? Take(double now, int tokens = 0)
    {
        var (a, b) = (one.WaitAt(now), other.WaitAt(now));
        if (a is not null || b is not null)
            return Math.Max(a ?? 0, b ?? 0);
        one.Admit(now);
        other.Admit(now);
        return null;
    }
}

/// <summary>A limit that is halved between two instants.</summary>
internal sealed class Drifting(int limit, double window, double from = 100_000, double to = 200_000) : HiddenLimit
{
    private readonly SlidingWindow _inner = new(limit, window);

    public override double? Take(double now, int tokens = 0)
    {
        _inner.Limit = now > from && now < to ? (limit + 1) / 2 : limit;
        return _inner.Take(now);
    }
}

/// <summary>A limit of which others use a random share.</summary>
internal sealed class SharedWithOthers(int limit, double window, double share, uint seed) : HiddenLimit
{
    private readonly SlidingWindow _inner = new(limit, window);
    private readonly SeededChance _chance = new(seed);
    private double _at;

    public override double? Take(double now, int tokens = 0)
    {
        while (_at < now)
        {
            _at += -Math.Log(1 - _chance.Next()) / (share * limit / window);
            if (_at < now)
                _inner.Take(_at);
        }
        return _inner.Take(now);
    }
}

/// <summary>Randomly refuses what the limit behind it might have admitted.</summary>
internal sealed class ChanceRefusals(HiddenLimit inner, double share, uint seed) : HiddenLimit
{
    private readonly SeededChance _chance = new(seed);

    public override double? Take(double now, int tokens = 0) => _chance.Next() < share ? 1000 : inner.Take(now, tokens);

    public override void Done() => inner.Done();
}

/// <summary>Admits everything.</summary>
internal sealed class Unlimited : HiddenLimit
{
    public override double? Take(double now, int tokens = 0) => null;
}

/// <summary>Refuses everything between two instants.</summary>
internal sealed class RefusesMeanwhile(HiddenLimit inner, double from, double to) : HiddenLimit
{
    public override double? Take(double now, int tokens = 0) => now >= from && now < to ? to - now : inner.Take(now, tokens);

    public override void Done() => inner.Done();
}
