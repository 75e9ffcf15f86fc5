namespace Sidecar.Domain.Limits;

// What answers change: what is held back, for how long, and how far probes are trusted.
public sealed partial class LearnedLimits
{
    /// <summary>The upstream admitted the start: an answer began that is not a refusal.</summary>
    public void Admitted(LearnedStart start, DateTimeOffset now)
    {
        var isLoosened = _evidence.Admit(start);
        if (!IsActive)
            return;
        // An outage is over: how often it was asked in vain says nothing about what it admits now.
        if (_refusedInRow >= LimitEvidence.Outage && !_evidence.IsConfirmed)
            (_boldRefused, _probeAt) = (0, 0);
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

    private bool EndsProbe(LearnedStart start)
    {
        if (_probe != start.At)
            return false;
        _probe = 0;
        return true;
    }

    private void RewardProbe(long now)
    {
        if (_why == ProbeReason.Bold)
            (_boldRefused, _probeAt) = (0, 0);
        else if (_why == ProbeReason.Named)
            _trust = Math.Min(4, _trust + 1);
        else if (_why == ProbeReason.Lift)
            // The next one may follow after a second.
            (_lifts, _lastRefusal, _startsSinceLift) = (0, now - LiftPause + Second, int.MaxValue / 2);
    }

    private void RefuseProbe()
    {
        if (_why == ProbeReason.Bold)
            _boldRefused++;
        else if (_why == ProbeReason.Named)
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
            // The boldest was wrong so often: it is asked less and less, whatever is admitted meanwhile by all.
            var row = Math.Max(isNamed ? 0 : _refusedInRow, _boldRefused);
            if (row > 0)
                _probeAt = now + (long)Math.Min(8 * Second, 0.5 * Second * Math.Pow(2.5, row - 1));
        }
        // The start was made because all seemed well. Whatever the counts say, the upstream is not hammered now.
        if (!isProbe && !isNamed)
            _holdUntil = _probeAt;
    }
}
