namespace Sidecar.Bench.Limits.Loops;

/// <summary>Knows its window and its number from the start, and only not that the number changes: what is lost by noticing alone.</summary>
/// <param name="limit">The number at the start.</param>
/// <param name="window">In ms.</param>
/// <param name="probes">How often one is sent above the number that was noticed, in ms: the only way to hear of a rise; infinity:
/// never.</param>
internal sealed class Noticing(int limit, double window, double probes) : IControlLoop
{
    private readonly List<(double At, long Start)> _counted = [];
    private int _limit = int.MaxValue;
    private double _probed;
    private long _probe = -1;
    private long _last;

    public int InFlight { get; set; }

    private int Limit => Math.Min(limit, _limit);

    public bool MayStart(double now, int tokens) => Count(now) < Limit || (IsLowered && _probe < 0 && now >= _probed + probes);

    public double Next(double now, int tokens)
    {
        var room = Count(now) < Limit ? now : _counted[^Limit].At + window + 1;
        return IsLowered && _probe < 0 ? Math.Min(room, _probed + probes) : room;
    }

    public long Started(double now, int tokens)
    {
        if (Count(now) >= Limit)
            _probe = _last + 1;
        _counted.Add((now, ++_last));
        return _last;
    }

    public void Answered(double now, long start, double sent)
    {
        if (start != _probe)
            return;
        // It rose: by how much is found out a second later, and so on.
        (_limit, _probe, _probed) = (Math.Min(limit, Within(sent)), -1, now - probes + 1000);
    }

    public void Refused(double now, long start, double sent, double? hint)
    {
        _counted.RemoveAll(c => c.Start == start);
        (_limit, _probed) = (start == _probe ? _limit : Math.Min(Limit, Math.Max(1, Within(sent))), now);
        if (start == _probe)
            _probe = -1;
    }

    private bool IsLowered => _limit < limit;

    private int Count(double now)
    {
        _counted.RemoveAll(c => c.At <= now - (2 * window));
        return Within(now);
    }

    private int Within(double now) => _counted.Count(c => c.At > now - window && c.At <= now);
}
