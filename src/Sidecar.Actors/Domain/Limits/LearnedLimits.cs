namespace Sidecar.Domain.Limits;

/// <summary>Learns an upstream's limit from what it admitted and refused, and says when the next start may be made. Depends only on what it
/// is told: no clock, no chance.</summary>
/// <remarks>
/// A start that all likely kinds of limit admit is made freely. One that only the most generous of them admits is made one at a time. Now
/// and then one is made that exceeds everything known, because only so can a raised limit be noticed. As long as nothing was refused, a
/// start costs one entry in a ring buffer and nothing is held back.
/// </remarks>
public sealed partial class LearnedLimits
{
    /// <summary>What was learnt is forgotten after this time without a start.</summary>
    public static readonly TimeSpan Forgetting = TimeSpan.FromHours(1);

    private const int NoRamp = int.MaxValue;
    private static readonly long Second = TimeSpan.TicksPerSecond;

    // Refusals come quickly, so a probe that is not answered within this time holds up no other probe.
    private static readonly long ProbePatience = 2 * Second;

    // Nobody is told to ask again at once.
    private static readonly long Soonest = TimeSpan.TicksPerMillisecond;

    private StartHistory _history = new();
    private LimitEvidence _evidence;
    private int _inFlight;
    private int _ramp = NoRamp;
    private int _refusedInRow;
    private int _boldRefused;
    private long _until;
    private long _holdUntil;
    private long _probeAt;
    private long _lastRefusal;
    private long _probe;
    private ProbeReason _why;
    private int _lifts;
    private int _startsSinceLift;
    private long _namedAt;
    private int _trust = 2;
    private long _usedAt;

    public LearnedLimits() => _evidence = new LimitEvidence(_history);

    /// <summary>Whether something was refused or is recovering, so that starts may be held back and answers matter.</summary>
    public bool IsActive => !_evidence.IsEmpty || _ramp != NoRamp || _until > 0;

    public int InFlight => _inFlight;

    /// <summary>The limit that explains most refusals; null while none is known.</summary>
    public LearnedLimit? Known => _evidence.Best;

    /// <summary>Whether a limit explains the last refusal, so that it is known when there is room again. Otherwise it is only known that
    /// the upstream refuses.</summary>
    public bool ExplainsLastRefusal => !_evidence.IsEmpty && _evidence.ExplainsLast;

    /// <summary>Whether an emergency may start one: the times that the upstream named and a probe in flight do not matter then, but a
    /// learnt limit does.</summary>
    public bool MayStartInEmergency(DateTimeOffset now, long tokens = 0) =>
        Known is null || IsForgottenAt(now.UtcTicks) || now.UtcTicks >= _evidence.FreeAt(now.UtcTicks, _inFlight, tokens).Bold;

    /// <summary>Whether a start may be made now.</summary>
    public bool MayStart(DateTimeOffset now, long tokens = 0)
    {
        var ticks = now.UtcTicks;
        if (!IsActive || IsForgottenAt(ticks))
            return true;
        if (ticks < _until)
            return false;
        var (bold, sure) = _evidence.FreeAt(ticks, _inFlight, tokens);
        if (ticks >= sure)
            return ticks >= _holdUntil && (_inFlight < _ramp || ticks >= _history.LastAt + ProbePatience);
        if (IsProbing(ticks))
            return false;
        return ticks >= (ticks >= bold ? Math.Min(_probeAt, OutageAt) : Math.Min(LiftAt, NamedAt));
    }

    /// <summary>When the next start may be made if nothing else happens: <paramref name="now"/> or later;
    /// <see cref="DateTimeOffset.MaxValue"/> if only an answer can help.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now, long tokens = 0)
    {
        if (MayStart(now, tokens))
            return now;
        var ticks = now.UtcTicks;
        var (bold, sure) = _evidence.FreeAt(ticks, _inFlight, tokens);
        // Exceeding what is known is an option only until the most generous kind admits a start: from then on a probe has its own time.
        var (above, probe) = (Math.Min(LiftAt, NamedAt), Math.Min(Math.Max(bold, _probeAt), OutageAt));
        probe = Math.Max(IsProbing(ticks) ? _probe + ProbePatience : ticks, above < bold ? Math.Min(above, probe) : probe);
        var next = Math.Max(Math.Max(sure, _holdUntil), _inFlight < _ramp ? 0 : _history.LastAt + ProbePatience);
        next = Math.Max(probe < sure ? Math.Min(next, probe) : next, _until);
        return next == long.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(Math.Max(next, ticks + Soonest), TimeSpan.Zero);
    }

    /// <summary>Counts a start, whether or not it was allowed.</summary>
    public LearnedStart Started(DateTimeOffset now, long tokens = 0)
    {
        var ticks = now.UtcTicks;
        if (IsActive && IsForgottenAt(ticks))
            Forget();
        ProbeReason? why = null;
        if (IsActive)
        {
            var (bold, sure) = _evidence.FreeAt(ticks, _inFlight, tokens);
            if (ticks < sure)
                why = ticks >= bold ? ProbeReason.Bold : ticks >= NamedAt ? ProbeReason.Named : ProbeReason.Lift;
            if (ticks >= _namedAt)
                _namedAt = 0;
            _startsSinceLift++;
        }
        var start = new LearnedStart(_history.Add(ticks, tokens), _inFlight++, tokens);
        if (why is { } reason)
            (_probe, _why) = (start.At, reason);
        return start;
    }

    /// <summary>The attempt is over, however it ended. To be called after its result was reported.</summary>
    public void Ended(LearnedStart start, long? tokens = null)
    {
        _inFlight--;
        if (tokens is { } used && used != start.Tokens)
            _history.Correct(start.At, 0, start.Tokens - used);
    }

    /// <summary>A rest is over: one request more than those in flight may start, and twice as many after each good answer.</summary>
    public void Rested(DateTimeOffset now) => (_ramp, _usedAt) = (_inFlight + 1, now.UtcTicks);

    /// <summary>An operator declares it open: what is known still holds, but nothing waits for a named time.</summary>
    public void Open() => (_until, _namedAt, _probeAt, _holdUntil) = (0, 0, 0, 0);

    /// <summary>Restores what was learnt before a restart.</summary>
    public void Restore(LearnedLimit limit, DateTimeOffset now)
    {
        _evidence.Restore(limit);
        // If the clock was ahead then, it would never be forgotten.
        _usedAt = Math.Min(limit.Refusals[^1].UtcTicks, now.UtcTicks);
    }

    /// <summary>Counts an earlier start. To be called in their order, before any new start.</summary>
    public void Resume(in PastStart start) => _history.Add(start.At.UtcTicks, start.Tokens);

    // When a start may exceed what is known: seldom, because each costs a refusal if nothing has changed. Where refusals come by chance
    // anyway, the limit itself may be chance, so it is tried sooner.
    private long LiftAt => _startsSinceLift < (_evidence.Believed > 1 ? 5 : 40) << Math.Min(_lifts, 3) ? long.MaxValue
        : Math.Max(_lastRefusal + (LiftPause << Math.Min(_lifts, 4)), _probeAt);

    private long LiftPause => (_evidence.Believed > 1 ? 5 : 20) * Second;

    // A time that the upstream named takes precedence over estimates, as long as such times prove right.
    private long NamedAt => _namedAt > 0 && _trust > 0 ? _namedAt : OutageAt;

    // Where nothing is known but one row of refusals, nothing goes before it.
    private long OutageAt => _namedAt > 0 && !_evidence.IsConfirmed ? _namedAt : long.MaxValue;

    private bool IsProbing(long now) => _probe > 0 && now < _probe + ProbePatience;

    private bool IsForgottenAt(long now) => now - Math.Max(_history.LastAt, _usedAt) > Forgetting.Ticks && _inFlight == 0;

    private void Forget()
    {
        _history = new StartHistory();
        _evidence = new LimitEvidence(_history);
        (_ramp, _refusedInRow, _boldRefused, _lifts, _startsSinceLift, _trust) = (NoRamp, 0, 0, 0, 0, 2);
        (_until, _holdUntil, _probeAt, _lastRefusal, _probe, _namedAt) = (0, 0, 0, 0, 0, 0);
    }

    private enum ProbeReason
    {
        Bold,
        Named,
        Lift,
    }
}
