namespace Sidecar.Domain.Limits;

// By which clock an upstream's windows begin: not all begin with the minute. Its Retry-After tells when one ends.
internal sealed partial class LimitEvidence
{
    // It may be rounded up to a second, and the earliest of those that agree is the nearest.
    private void Realign(LimitRefusal refusal, LearnedStart start, long heard, LimitHint hint)
    {
        if (hint.RetryAfter is not { } asked || asked <= TimeSpan.Zero || _sameHints > 0)
            return;
        for (var kind = 0; kind < Kinds; kind++)
        {
            if (LimitKind.All[kind] is not { Measure: LimitMeasure.ByClock } byClock
                || asked.Ticks > byClock.Window.Ticks + TimeSpan.TicksPerSecond)
                continue;
            var (end, window) = (heard + asked.Ticks, byClock.Window.Ticks);
            if (refusal.IsForetold(kind))
            {
                if ((end - _phase[kind]) % window is var late && late > window / 2)
                    Retell(kind, end % window, start.At);
            }
            else
                Retell(kind, end % window, start.At);
        }
    }

    // Its windows begin otherwise: what was present at each refusal, and admitted beside it, is counted anew.
    private void Retell(int kind, long phase, long refusedAt)
    {
        var measure = LimitKind.All[kind];
        _phase[kind] = phase;
        var starts = history.Presences(measure, phase, refusedAt);
        _most[kind] = starts.Count == 0 ? 0 : starts.Max(static s => s.Present);
        foreach (var refusal in _refusals)
        {
            var present = history.StartsWithin(measure.Since(refusal.At, phase), refusal.At - 1);
            var (before, after) = (0L, 0L);
            foreach (var (at, there) in starts)
                (before, after) = at < refusal.At ? (Math.Max(before, there), after) : (before, Math.Max(after, there));
            refusal.Tell(kind, present, present == 0 || after >= present ? 0 : present >= before ? 1 : Surprising);
        }
    }
}
