namespace Sidecar.Domain.Limits;

/// <summary>Learns what limit an upstream has from what it admitted and refused, and says when the next start may be made. A function of
/// what it is told alone: no clock, no chance.</summary>
/// <remarks>
/// What every kind of limit that counts admits is started freely; what only the boldest admits one at a time, and now and then one above
/// all that is known:
/// the only way to hear that a limit rose. While nothing was refused a start costs an entry in a ring, and nothing is ever held back.
/// </remarks>
public sealed class LearnedLimits
{
    /// <summary>What was learnt is forgotten when nothing was started for so long.</summary>
    public static readonly TimeSpan Forgetting = TimeSpan.FromHours(1);

    private const int NoRamp = int.MaxValue;
    private static readonly long Second = TimeSpan.TicksPerSecond;

    // Refusals come quickly. What has not been answered by then holds up no other probe.
    private static readonly long ProbePatience = 2 * Second;

    // Nobody is told to come again at once.
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

    /// <summary>Something was refused, or recovers, so that starts may be held back and answers are news.</summary>
    public bool IsActive => !_evidence.IsEmpty || _ramp != NoRamp || _until > 0;

    public int InFlight => _inFlight;

    /// <summary>The limit that explains most; null while none is known.</summary>
    public LearnedLimit? Known => _evidence.Best;

    /// <summary>Some limit explains the last refusal, so that it is known when there is room again. Otherwise nothing is known but that it
    /// refuses.</summary>
    public bool ExplainsLastRefusal => !_evidence.IsEmpty && _evidence.ExplainsLast;

    /// <summary>In an emergency the upstream's own times do not matter, nor a probe in flight; what its limit was found to be
    /// does.</summary>
    public bool MayStartInEmergency(DateTimeOffset now, long tokens = 0) =>
        Known is null || IsForgottenAt(now.UtcTicks) || now.UtcTicks >= _evidence.FreeAt(now.UtcTicks, _inFlight, tokens).Bold;

    /// <summary>A start may be made now.</summary>
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

    /// <summary>When one may be made if nothing else happens: <paramref name="now"/> or later; <see cref="DateTimeOffset.MaxValue"/> when
    /// only an answer can help.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now, long tokens = 0)
    {
        if (MayStart(now, tokens))
            return now;
        var ticks = now.UtcTicks;
        var (bold, sure) = _evidence.FreeAt(ticks, _inFlight, tokens);
        // Above what is known only until the boldest admits it: from then on a probe has its own time.
        var (above, probe) = (Math.Min(LiftAt, NamedAt), Math.Max(bold, _probeAt));
        probe = Math.Max(IsProbing(ticks) ? _probe + ProbePatience : ticks, above < bold ? Math.Min(above, probe) : probe);
        var next = Math.Max(Math.Max(sure, _holdUntil), _inFlight < _ramp ? 0 : _history.LastAt + ProbePatience);
        next = Math.Max(probe < sure ? Math.Min(next, probe) : next, _until);
        return next == long.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(Math.Max(next, ticks + Soonest), TimeSpan.Zero);
    }

    /// <summary>A start is made, whether it may or not.</summary>
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

    /// <summary>The upstream admitted it: an answer began that is no refusal.</summary>
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
        // What held back until now is contradicted: what lies behind it is found out in steps.
        if (isLoosened)
            _ramp = Math.Min(_ramp, _inFlight + 1);
    }

    /// <summary>The upstream refused it because of a limit, and does not count it.</summary>
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

    /// <summary>It is over, however it ended. To be told after what became of it.</summary>
    public void Ended(LearnedStart start, long? tokens = null)
    {
        _inFlight--;
        if (tokens is { } used && used != start.Tokens)
            _history.Correct(start.At, 0, start.Tokens - used);
    }

    /// <summary>A rest is over: the burst starts at one beside what is in flight, and doubles with each clean answer.</summary>
    public void Rested(DateTimeOffset now) => (_ramp, _usedAt) = (_inFlight + 1, now.UtcTicks);

    /// <summary>An operator says that it is open: what is known holds on, but nothing waits for a time that was named.</summary>
    public void Open() => (_until, _namedAt, _probeAt, _holdUntil) = (0, 0, 0, 0);

    /// <summary>What was learnt before a restart holds on.</summary>
    public void Restore(LearnedLimit limit, DateTimeOffset now)
    {
        _evidence.Restore(limit);
        // By a clock that was ahead then it would never be forgotten.
        _usedAt = Math.Min(limit.Refusals[^1].UtcTicks, now.UtcTicks);
    }

    /// <summary>A start of before counts on. Those come in their order, before any other.</summary>
    public void Resume(in PastStart start) => _history.Add(start.At.UtcTicks, start.Tokens);

    // Above what is known: seldom, for each costs a refusal where nothing has changed. Where refusals come by chance anyway, what holds
    // back may itself be chance.
    private long LiftAt => _startsSinceLift < (_evidence.Believed > 1 ? 5 : 40) << Math.Min(_lifts, 3) ? long.MaxValue
        : Math.Max(_lastRefusal + (LiftPause << Math.Min(_lifts, 4)), _probeAt);

    private long LiftPause => (_evidence.Believed > 1 ? 5 : 20) * Second;

    // The upstream's own word goes before what is guessed, while it keeps it.
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
            // The next one after a second.
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
        // It was started because all was thought to be well: whatever is counted then, it is not hammered.
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
