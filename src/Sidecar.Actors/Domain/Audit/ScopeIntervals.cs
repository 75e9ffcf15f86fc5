using Sidecar.Domain.Cooldowns;

namespace Sidecar.Domain.Audit;

using static CooldownEvents.V1;

/// <summary>The intervals of one scope (a whole backend or one model) while its events are read.</summary>
internal sealed class ScopeIntervals(string? model)
{
    private readonly List<CooldownInterval> _done = [];
    private readonly List<IntervalPart> _parts = [];
    private DateTimeOffset _from;
    private DateTimeOffset _until;

    private bool IsOpen => _parts.Count > 0;

    /// <summary>Begins with a rest that is under way, or over but not yet probed.</summary>
    public void Resume(RestState rest, DateTimeOffset now)
    {
        // The earlier parts of the rest lie before the range.
        Begin(rest.Since < now ? rest.Since : now,
            new IntervalPart(rest.Since, rest.Reason, rest.Until, rest.Streak, IsExtension: false, rest.Cause));
        if (!rest.IsCoolingAt(now))
            Finish(rest.Until, IntervalEnd.AwaitingProbe);
    }

    public void Change(RestState before, RestState after, IBackendEvent happened, DateTimeOffset now)
    {
        if (IsOpen && _until <= now)
            Finish(_until, IntervalEnd.AwaitingProbe);
        if (happened is CooldownStarted or CooldownExtended)
            Rest(before, after, happened, now);
        else if (IsOpen && after.Mode != RestMode.Cooling)
            Finish(now, IntervalEnd.AwaitingProbe);
        if (happened is ProbeClosed)
            Settle(IntervalEnd.ProbeClosed);
        else if (happened is CooldownEnded { ByOperator: true })
            Settle(IntervalEnd.Operator);
    }

    public IEnumerable<CooldownInterval> Close(DateTimeOffset to)
    {
        if (IsOpen)
            Finish(_until, _until <= to ? IntervalEnd.AwaitingProbe : IntervalEnd.Resting);
        return _done;
    }

    private void Rest(RestState before, RestState after, IBackendEvent happened, DateTimeOffset now)
    {
        var cause = happened switch { CooldownStarted e => e.Cause, CooldownExtended e => e.Cause, _ => null };
        var part = new IntervalPart(now, after.Reason, after.Until, after.Streak, happened is CooldownExtended, cause);
        if (IsOpen)
        {
            _parts.Add(part);
            _until = after.Until;
        }
        else
        {
            if (before.Mode != RestMode.Available)
                Settle(IntervalEnd.RestedAgain);
            Begin(now, part);
        }
        // A rest that ends before it begins, which only a clock that was set back produces, does not count.
        if (_until <= now)
            Finish(now, IntervalEnd.AwaitingProbe);
    }

    private void Begin(DateTimeOffset from, IntervalPart part)
    {
        _parts.Add(part);
        (_from, _until) = (from, part.Until);
    }

    private void Finish(DateTimeOffset to, IntervalEnd end)
    {
        if (to > _from)
            _done.Add(new CooldownInterval(model, _from, to, end, [.. _parts]));
        _parts.Clear();
    }

    private void Settle(IntervalEnd end)
    {
        if (_done.Count > 0 && _done[^1].End == IntervalEnd.AwaitingProbe)
            _done[^1] = _done[^1] with { End = end };
    }
}
