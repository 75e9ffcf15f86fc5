namespace Sidecar.Actors.Tests.Swarms;

/// <summary>A limit that an upstream has but does not announce.</summary>
internal abstract class HiddenLimiter
{
    /// <summary>Null if it admits the request; otherwise how long until it would.</summary>
    public abstract TimeSpan? Refuse(TimeSpan now, long tokens, int inFlight);

    public static HiddenLimiter? Draw(SwarmPlan plan, string backend)
    {
        var chance = plan.Chance($"limiter of {backend}");
        var (kind, limit, window) = (chance.Next(6), chance.Next(1, 30),
            TimeSpan.FromSeconds(chance.Next(3) switch { 0 => 10, 1 => 60, _ => chance.Next(1, 90) }));
        return kind switch
        {
            0 when plan.Has(SwarmFault.FixedWindows) => new FixedWindow(limit, window),
            1 when plan.Has(SwarmFault.SlidingWindows) => new SlidingWindow(limit, window, 0),
            2 when plan.Has(SwarmFault.TokenBuckets) => new Bucket(limit, window / limit),
            3 when plan.Has(SwarmFault.ConcurrencyLimits) => new AtOnce(1 + (limit / 6)),
            4 when plan.Has(SwarmFault.TokenLimits) => new SlidingWindow(0, window, 200 * limit),
            _ => null,
        };
    }

    private sealed class FixedWindow(int limit, TimeSpan window) : HiddenLimiter
    {
        private long _window = -1;
        private int _used;

        public override TimeSpan? Refuse(TimeSpan now, long tokens, int inFlight)
        {
            var present = now.Ticks / window.Ticks;
            if (present != _window)
                (_window, _used) = (present, 0);
            if (_used >= limit)
                return window * (present + 1) - now;
            _used++;
            return null;
        }
    }

    private sealed class SlidingWindow(int limit, TimeSpan window, long most) : HiddenLimiter
    {
        private readonly Queue<(TimeSpan At, long Tokens)> _admitted = new();

        public override TimeSpan? Refuse(TimeSpan now, long tokens, int inFlight)
        {
            while (_admitted.TryPeek(out var oldest) && now - oldest.At >= window)
                _admitted.Dequeue();
            var isFull = most > 0 ? _admitted.Count > 0 && _admitted.Sum(a => a.Tokens) + tokens > most : _admitted.Count >= limit;
            if (isFull)
                return _admitted.Peek().At + window - now;
            _admitted.Enqueue((now, tokens));
            return null;
        }
    }

    private sealed class Bucket(int size, TimeSpan each) : HiddenLimiter
    {
        private double _left = size;
        private TimeSpan _at;

        public override TimeSpan? Refuse(TimeSpan now, long tokens, int inFlight)
        {
            _left = Math.Min(size, _left + ((now - _at) / each));
            _at = now;
            if (_left < 1)
                return each * (1 - _left);
            _left--;
            return null;
        }
    }

    private sealed class AtOnce(int most) : HiddenLimiter
    {
        public override TimeSpan? Refuse(TimeSpan now, long tokens, int inFlight) => inFlight >= most ? TimeSpan.FromSeconds(1) : null;
    }
}
