namespace Sidecar.Domain.Limits;

/// <summary>Learns an upstream's limit from what it admitted and refused, and says when the next start may be made. Depends only on what it
/// is told: no clock, no chance.</summary>
/// <remarks>
/// A start that all likely kinds of limit admit is made freely. One that only the most generous of them admits is made one at a time. Now
/// and then one is made that exceeds everything known, because only so can a raised limit be noticed. As long as nothing was refused, a
/// start costs one entry in a ring buffer and nothing is held back.
/// </remarks>
public sealed class LearnedLimits
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
        return ticks >= bold ? ticks >= _probeAt : ticks >= Math.Min(LiftAt, NamedAt);
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
        var (above, probe) = (Math.Min(LiftAt, NamedAt), Math.Max(bold, _probeAt));
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

    /// <summary>The upstream admitted the start: an answer began that is not a refusal.</summary>
    public void Admitted(LearnedStart start, DateTimeOffset now)
    {
        var isLoosened = _evidence.Admit(start);
        if (!IsActive)
            return;
        (_refusedInRow, _holdUntil) = (0, 0);
        if (_ramp != NoRamp)
            _ramp = _ramp > 32 ? NoRamp : _ramp * 2;
        if (EndsProbe(start))
            RewardProbe(now.UtcTicks);
        // The limit that held starts back is contradicted; how much more is allowed is found out step by step.
        if (isLoosened)
            _ramp = Math.Min(_ramp, _inFlight + 1);
    }

    /// <summary>The upstream refused the start because of a limit, and does not count it.</summary>
    public void Refused(LearnedStart start, DateTimeOffset now, LimitHint hint)
    {
        var ticks = now.UtcTicks;
        var isLate = start.At <= _evidence.LastHeard;
        var isProbe = EndsProbe(start);
        _evidence.Refuse(start, ticks, hint);
        _history.Correct(start.At, 1, start.Tokens);
        _evidence.Weigh();
        if (isProbe)
            RefuseProbe();
        if (!isLate)
            Pause(ticks, isProbe, hint.RetryAfter is not null);
        if (hint.RetryAfter is { } asked)
            _until = _namedAt = Math.Max(_until, ticks + asked.Ticks);
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
    private long NamedAt => _namedAt > 0 && _trust > 0 ? _namedAt : long.MaxValue;

    private bool IsProbing(long now) => _probe > 0 && now < _probe + ProbePatience;

    private bool IsForgottenAt(long now) => now - Math.Max(_history.LastAt, _usedAt) > Forgetting.Ticks && _inFlight == 0;

    private bool EndsProbe(LearnedStart start)
    {
        if (_probe != start.At)
            return false;
        _probe = 0;
        return true;
    }

    private void RewardProbe(long now)
    {
        if (_why == ProbeReason.Named)
            _trust = Math.Min(4, _trust + 1);
        else if (_why == ProbeReason.Lift)
            // The next one may follow after a second.
            (_lifts, _lastRefusal, _startsSinceLift) = (0, now - LiftPause + Second, int.MaxValue / 2);
    }

    private void RefuseProbe()
    {
        if (_why == ProbeReason.Named)
            _trust--;
        else if (_why == ProbeReason.Lift)
            (_lifts, _startsSinceLift) = (_lifts + 1, 0);
    }

    private void Pause(long now, bool isProbe, bool isNamed)
    {
        _refusedInRow++;
        var isChance = !isProbe && _refusedInRow < _evidence.Believed;
        if (!isChance)
        {
            _lastRefusal = now;
            if (_ramp != NoRamp)
                _ramp = 1;
            if (!isNamed)
                _probeAt = now + (long)Math.Min(8 * Second, 0.5 * Second * Math.Pow(2.5, _refusedInRow - 1));
        }
        // The start was made because all seemed well. Whatever the counts say, the upstream is not hammered now.
        if (!isProbe)
            _holdUntil = _probeAt;
    }

    private void Forget()
    {
        _history = new StartHistory();
        _evidence = new LimitEvidence(_history);
        (_ramp, _refusedInRow, _until, _holdUntil, _probeAt, _lastRefusal, _probe, _lifts, _startsSinceLift, _namedAt, _trust) =
            (NoRamp, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
    }

    private enum ProbeReason
    {
        Bold,
        Named,
        Lift,
    }
}
