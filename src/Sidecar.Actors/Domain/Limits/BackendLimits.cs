using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;

namespace Sidecar.Domain.Limits;

/// <summary>All limits of one backend: requests and tokens per minute, requests per day, concurrency, and the emergency's own
/// rate.</summary>
public sealed class BackendLimits(Backend backend, EmergencyPolicy emergency)
{
    private readonly RequestWindow _requests = new(backend.Rpm);
    private readonly DayWindow _day = new(backend.Rpd, backend.RpdResets);
    private readonly RequestWindow _emergency = new(emergency.RpmPerBackend);
    private readonly TokenWindow _tokens = new(backend.Tpm);
    private readonly HashSet<LeaseKey> _leases = [];
    private int _maxConcurrency = backend.MaxConcurrency;

    /// <summary>Changes the limits; requests started and in flight still count.</summary>
    public void Redefine(Backend redefined)
    {
        _requests.Limit = redefined.Rpm;
        _tokens.Limit = redefined.Tpm;
        (_day.Limit, _day.Begins) = (redefined.Rpd, redefined.RpdResets);
        _maxConcurrency = redefined.MaxConcurrency;
    }

    /// <summary>Counts requests that were started before.</summary>
    public void Resume(PastStarts past, DateTimeOffset now)
    {
        _day.Take(now, past.Today);
        for (var i = 0; i < past.Lately.Count; i++)
        {
            var (start, lease) = (past.Lately[i], new LeaseKey("", i));
            _requests.Take(start.At);
            _tokens.Take(lease, start.At, start.Tokens);
            _tokens.Settle(lease, null);
        }
    }

    public int InFlight => _leases.Count;

    /// <summary>Requests started in the current window.</summary>
    public int Started(DateTimeOffset now) => _requests.Used(now);

    /// <summary>Requests started in the current day.</summary>
    public long StartedToday(DateTimeOffset now) => _day.Used(now);

    /// <summary>Tokens spent in the current window, estimates included.</summary>
    public long Tokens(DateTimeOffset now) => _tokens.Used(now);

    /// <summary>Applies <see cref="ToldLimits.AreWellUsed"/> to the counts kept here.</summary>
    public bool AreWellUsed(DateTimeOffset now) =>
        ToldLimits.AreWellUsed(_requests.Limit, Started(now), _tokens.Limit, Tokens(now), _maxConcurrency, InFlight);

    /// <summary>Whether any limit uses a window.</summary>
    public bool HasWindow => _requests.Limit > 0 || _tokens.Limit > 0;

    /// <summary>The earliest instant at which a small ordinary request may start; <see cref="DateTimeOffset.MaxValue"/> while concurrency
    /// is fully used.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now) =>
        IsFull ? DateTimeOffset.MaxValue : Later(Later(_requests.NextAt(now), _tokens.NextAt(now, 1)), _day.NextAt(now));

    /// <summary>Takes everything that the attempt needs, or nothing. An emergency attempt also needs the emergency's own rate; the
    /// ordinary limits always apply.</summary>
    /// <param name="retryAt">When asking again makes sense; null if that does not depend on time.</param>
    public LeaseRefusal TryTake(LeaseKey lease, long tokens, bool isEmergency, DateTimeOffset now, out DateTimeOffset? retryAt)
    {
        var refusal = Check(tokens, isEmergency, now, out retryAt);
        if (refusal == LeaseRefusal.None)
            Take(lease, tokens, isEmergency, now);
        return refusal;
    }

    /// <summary>The result that <see cref="TryTake"/> would give.</summary>
    public LeaseRefusal Check(long tokens, bool isEmergency, DateTimeOffset now, out DateTimeOffset? retryAt)
    {
        retryAt = null;
        if (IsFull)
            return LeaseRefusal.Concurrency;
        if (isEmergency && IsLater(_emergency.NextAt(now), now, ref retryAt))
            return LeaseRefusal.EmergencyRpm;
        // The longest first, because asking again after a minute would be in vain.
        if (IsLater(_day.NextAt(now), now, ref retryAt))
            return LeaseRefusal.Rpd;
        if (IsLater(_requests.NextAt(now), now, ref retryAt))
            return LeaseRefusal.Rpm;
        if (IsLater(_tokens.NextAt(now, tokens), now, ref retryAt))
            return LeaseRefusal.Tpm;
        return LeaseRefusal.None;
    }

    /// <summary>Takes it without a check: for a replay, if the record says that it was granted.</summary>
    public void Take(LeaseKey lease, long tokens, bool isEmergency, DateTimeOffset now)
    {
        if (isEmergency)
            _emergency.Take(now);
        _requests.Take(now);
        _day.Take(now);
        _tokens.Take(lease, now, tokens);
        _leases.Add(lease);
    }

    /// <summary>Returns a lease, once; an unknown or already returned lease changes nothing.</summary>
    /// <param name="lease">The attempt.</param>
    /// <param name="tokens">The tokens that it used; null if unknown.</param>
    public bool Return(LeaseKey lease, long? tokens)
    {
        _tokens.Settle(lease, tokens);
        return _leases.Remove(lease);
    }

    private bool IsFull => _maxConcurrency > 0 && _leases.Count >= _maxConcurrency;

    private static bool IsLater(DateTimeOffset due, DateTimeOffset now, ref DateTimeOffset? retryAt)
    {
        if (due <= now)
            return false;
        retryAt = due;
        return true;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
