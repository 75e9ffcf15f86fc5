using Sidecar.Domain.Limits;

namespace Sidecar.Bench.Limits.Loops;

/// <summary>What Sidecar does: its own class, used as a backend uses it.</summary>
internal sealed class Product : IControlLoop
{
    private readonly LearnedLimits _limits = new();
    private readonly Dictionary<long, LearnedStart> _starts = [];
    private long _last;

    public int InFlight { get; set; }

    public bool MayStart(double now, int tokens) => _limits.MayStart(At(now), tokens);

    public double Next(double now, int tokens) => _limits.NextAt(At(now), tokens) is var next && next == DateTimeOffset.MaxValue
        ? double.PositiveInfinity : (next - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    public long Started(double now, int tokens)
    {
        _starts[++_last] = _limits.Started(At(now), tokens);
        return _last;
    }

    public void Answered(double now, long start, double sent)
    {
        _starts.Remove(start, out var started);
        _limits.Admitted(started, At(now));
        _limits.Ended(started);
    }

    public void Refused(double now, long start, double sent, double? hint)
    {
        _starts.Remove(start, out var started);
        _limits.Refused(started, At(now), new LimitHint(hint is { } ms ? TimeSpan.FromMilliseconds(ms) : null));
        _limits.Ended(started);
    }

    private static DateTimeOffset At(double ms) => DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(ms);
}
