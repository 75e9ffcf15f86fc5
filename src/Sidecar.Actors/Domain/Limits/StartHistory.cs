namespace Sidecar.Domain.Limits;

/// <summary>The starts of the last two minutes: how many there were in any window, and how many tokens they used. Bounded: beyond a few
/// thousand, starts close to each other are merged.</summary>
internal sealed class StartHistory
{
    /// <summary>Beyond this number, each two neighbours are merged: a few tens of KB, however busy the backend is.</summary>
    private const int Most = 2048;

    private const int Fewest = 256;

    // For a bucket, starts further back make no difference, unless this many are only a small part of its size.
    private const int MostOfBucket = 512;

    private long[] _at = new long[16];
    private long[] _starts = new long[16];
    private long[] _tokens = new long[16];
    private int _head;
    private int _count;
    private long _startsBefore;
    private long _tokensBefore;
    private long _grain;

    /// <summary>The last start; 0 if there was none.</summary>
    public long LastAt { get; private set; }

    /// <summary>Entries in memory.</summary>
    public int Kept => _count;

    /// <summary>Adds a start.</summary>
    /// <returns>The instant that identifies it; no other start shares it, unless starts are merged.</returns>
    public long Add(long ticks, long tokens)
    {
        var at = Math.Max(ticks, LastAt + 1);
        LastAt = at;
        var (starts, spent) = (_startsBefore, _tokensBefore);
        if (_count > 0)
        {
            var last = Slot(_count - 1);
            (starts, spent) = (_starts[last], _tokens[last]);
            if (at - _at[last] < _grain)
            {
                (_starts[last], _tokens[last]) = (starts + 1, spent + tokens);
                return at;
            }
        }
        if (_count == _at.Length)
            MakeRoom(at);
        var slot = Slot(_count++);
        (_at[slot], _starts[slot], _tokens[slot]) = (at, starts + 1, spent + tokens);
        return at;
    }

    /// <summary>Takes back a start, or some of its tokens.</summary>
    public void Correct(long at, int starts, long tokens)
    {
        for (var i = LastNotAfter(at); i >= 0 && i < _count; i++)
            (_starts[Slot(i)], _tokens[Slot(i)]) = (_starts[Slot(i)] - starts, _tokens[Slot(i)] - tokens);
    }

    /// <summary>The number of starts later than one instant and no later than another.</summary>
    public long StartsWithin(long after, long until) => StartsUpTo(until) - StartsUpTo(after);

    /// <summary>The tokens of such starts.</summary>
    public long TokensWithin(long after, long until) => TokensUpTo(until) - TokensUpTo(after);

    /// <summary>The start after whose leaving the window fewer than <paramref name="limit"/> starts are left in it; 0 if there are fewer
    /// already.</summary>
    public long LeavingForStarts(long limit) =>
        Leaving(_starts, (_count > 0 ? _starts[Slot(_count - 1)] : _startsBefore) - limit + 1, _startsBefore);

    /// <summary>The start after whose leaving the window no more than <paramref name="room"/> tokens are left in it; 0 if there are no more
    /// already.</summary>
    public long LeavingForTokens(long room) =>
        Leaving(_tokens, (_count > 0 ? _tokens[Slot(_count - 1)] : _tokensBefore) - room, _tokensBefore);

    /// <summary>The first start later than an instant; 0 if there is none.</summary>
    public long FirstAfter(long ticks) => LastNotAfter(ticks) + 1 is var i && i < _count ? _at[Slot(i)] : 0;

    /// <summary>The size, in thousandths, of the smallest bucket that refills once per window and would have admitted all starts up to an
    /// instant.</summary>
    /// <remarks>A bucket of n admits as long as no stretch of time holds more than n × (1 + its length / the window).</remarks>
    public long BucketFor(long window, long until)
    {
        var last = LastNotAfter(until);
        if (last < 0)
            return 0;
        long most = 0;
        for (var i = last; i >= Math.Max(0, last - MostOfBucket); i--)
        {
            var slot = Slot(i);
            var count = _starts[Slot(last)] - (i > 0 ? _starts[Slot(i - 1)] : _startsBefore);
            most = Math.Max(most, (long)(count * 1000.0 * window / (window + (until - _at[slot]))));
        }
        return most;
    }

    /// <summary>When a bucket of this size admits one more start; 0 if at once.</summary>
    public long BucketFreeAt(long window, long thousandths)
    {
        long free = 0;
        for (var i = _count - 1; i >= Math.Max(0, _count - MostOfBucket); i--)
        {
            var count = _starts[Slot(_count - 1)] - (i > 0 ? _starts[Slot(i - 1)] : _startsBefore) + 1;
            free = Math.Max(free, _at[Slot(i)] + (long)(window * ((count * 1000.0 / thousandths) - 1)));
        }
        return free;
    }

    /// <summary>The most starts (or tokens) in any one window of this kind, up to an instant.</summary>
    public long MostWithin(LimitKind kind, long until, long phase)
    {
        long most = 0;
        for (var i = 0; i < _count && _at[Slot(i)] is var at && at <= until; i++)
            most = Math.Max(most, kind.Measure switch
            {
                LimitMeasure.Tokens => TokensWithin(kind.Since(at, phase), at),
                LimitMeasure.Bucket => BucketFor(kind.Window.Ticks, at),
                _ => StartsWithin(kind.Since(at, phase), at - 1),
            });
        return most;
    }

    /// <summary>What was present at each start but one, oldest first, of those that were not taken back.</summary>
    public List<(long At, long Present)> Presences(LimitKind kind, long phase, long but)
    {
        var all = new List<(long, long)>(_count);
        for (var i = 0; i < _count; i++)
            if (_at[Slot(i)] is var at && at != but && _starts[Slot(i)] > (i > 0 ? _starts[Slot(i - 1)] : _startsBefore))
                all.Add((at, StartsWithin(kind.Since(at, phase), at - 1)));
        return all;
    }

    private int Slot(int index) => (_head + index) & (_at.Length - 1);

    private long StartsUpTo(long ticks) => LastNotAfter(ticks) is var i and >= 0 ? _starts[Slot(i)] : _startsBefore;

    private long TokensUpTo(long ticks) => LastNotAfter(ticks) is var i and >= 0 ? _tokens[Slot(i)] : _tokensBefore;

    private int LastNotAfter(long ticks)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_at[Slot(middle)] <= ticks)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    private long Leaving(long[] sums, long wanted, long before)
    {
        if (wanted <= before)
            return 0;
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sums[Slot(middle)] < wanted)
                low = middle + 1;
            else
                high = middle;
        }
        return low < _count ? _at[Slot(low)] : LastAt;
    }

    private void MakeRoom(long now)
    {
        // A bucket that is never full remembers longer than any window, and a few hundred starts are cheap to keep.
        while (_count > Fewest && now - _at[_head] > LimitKind.Longest.Ticks)
        {
            (_startsBefore, _tokensBefore) = (_starts[_head], _tokens[_head]);
            _head = Slot(1);
            _count--;
        }
        if (_count < _at.Length)
        {
            if (_count < Most / 4)
                _grain = 0;
            return;
        }
        if (_at.Length < Most)
            Grow();
        else
            Merge();
    }

    private void Grow()
    {
        (_at, _starts, _tokens) = (Doubled(_at), Doubled(_starts), Doubled(_tokens));
        _head = 0;
    }

    private long[] Doubled(long[] former)
    {
        var grown = new long[former.Length * 2];
        for (var i = 0; i < _count; i++)
            grown[i] = former[Slot(i)];
        return grown;
    }

    // Each two neighbours become one, with the instant of the first and the sums of the second.
    private void Merge()
    {
        for (var i = 0; i < _count / 2; i++)
        {
            var (slot, first, second) = (Slot(i), Slot(2 * i), Slot((2 * i) + 1));
            (_at[slot], _starts[slot], _tokens[slot]) = (_at[first], _starts[second], _tokens[second]);
        }
        _count /= 2;
        _grain = Math.Max(1, (_at[Slot(_count - 1)] - _at[_head]) / _count);
    }
}
