namespace Sidecar.Domain.Limits;

/// <summary>When the attempts in flight at a backend were started, and which of them are lost. Owned by one place.</summary>
internal sealed class OpenAttempts
{
    private readonly Dictionary<LeaseKey, long> _startedTicks = [];
    private long _lostBeforeTicks;

    /// <summary>Overtaken by the answer that ended a silence: they may hang for long, and are no load.</summary>
    public int Lost { get; private set; }

    /// <summary>The first start after the last answer, in UTC ticks; 0: there is none.</summary>
    public long UnansweredTicks { get; private set; }

    /// <summary>The last start.</summary>
    public long StartedTicks { get; private set; }

    public void Start(LeaseKey lease, DateTimeOffset now)
    {
        _startedTicks[lease] = StartedTicks = now.UtcTicks;
        if (UnansweredTicks == 0)
            UnansweredTicks = now.UtcTicks;
    }

    public void End(LeaseKey lease)
    {
        if (_startedTicks.Remove(lease, out var started) && started < _lostBeforeTicks)
            Lost--;
        if (_startedTicks.Count == 0)
            UnansweredTicks = 0;
    }

    /// <summary>To be told after each start and each end when the backend last answered.</summary>
    /// <param name="answeredTicks">In UTC.</param>
    /// <param name="patience">What was started so long before that answer should have been answered by then.</param>
    public void Settle(long answeredTicks, TimeSpan patience)
    {
        if (UnansweredTicks == 0 || answeredTicks < UnansweredTicks)
            return;
        if (answeredTicks - UnansweredTicks >= Math.Max(Silence.Long.Ticks, patience.Ticks))
        {
            _lostBeforeTicks = answeredTicks - patience.Ticks;
            Lost = 0;
            foreach (var started in _startedTicks.Values)
                Lost += started < _lostBeforeTicks ? 1 : 0;
        }
        UnansweredTicks = StartedTicks > answeredTicks ? StartedTicks : 0;
    }
}
